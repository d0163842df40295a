import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { existsSync, linkSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { duckDb } from './duckdb.ts';
import { SCHEMA_VERSION, TABLES } from './schema.ts';

/** A store that is open. */
export interface OpenStore {
  readonly file: string;
  readonly connection: DuckDBConnection;
  close(): void;
}

/** Results go to disk compressed, which takes the format of this DuckDB's own time. */
const WRITING = { threads: '1', storage_compatibility_version: 'v1.5.0' };
const READING = { threads: '2', access_mode: 'READ_ONLY' };

/** Opens a store for a run and makes it where there is none. What is no store, damaged, newer or in use is refused and left as it is. */
export async function openToWrite(file: string): Promise<OpenStore> {
  if (!existsSync(file)) await make(file);
  return opened(file, WRITING);
}

/** A store opened for reading as long as something uses it. */
export async function storeAt<T>(file: string, use: (store: OpenStore) => Promise<T>): Promise<T> {
  if (!existsSync(file)) throw new Error(`there is no store ${file} (vhost-lab run makes it; --store names another)`);
  const store = await opened(file, READING);
  try {
    return await use(store);
  } finally {
    store.close();
  }
}

/** Made under another name and put in place when it is whole: whoever is killed here leaves no half of a store. */
async function make(file: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const { DuckDBInstance } = await duckDb();
    const instance = await DuckDBInstance.create(temporary, WRITING);
    const connection = await instance.connect();
    await connection.run(TABLES);
    await connection.run('INSERT INTO store VALUES ($version, $by, $at::TIMESTAMP)', { version: SCHEMA_VERSION, by: `vhost-lab ${manifest.version}`, at: timestamp(new Date()) });
    ended(instance, connection);
    linkSync(temporary, file);
  } catch (error) {
    // Another process was as quick: its store is as good.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw refusal(file, error);
  } finally {
    for (const end of ['', '.wal']) rmSync(`${temporary}${end}`, { force: true });
  }
}

async function opened(file: string, options: Readonly<Record<string, string>>): Promise<OpenStore> {
  const { DuckDBInstance } = await duckDb();
  let instance: DuckDBInstance | undefined;
  try {
    instance = await DuckDBInstance.create(file, options);
    const connection = await instance.connect();
    await refuseOthers(file, connection);
    const close = (): void => ended(instance, connection);
    return { file, connection, close };
  } catch (error) {
    instance?.closeSync();
    throw refusal(file, error);
  }
}

function ended(instance: DuckDBInstance | undefined, connection: DuckDBConnection): void {
  connection.closeSync();
  instance?.closeSync();
}

async function refuseOthers(file: string, connection: DuckDBConnection): Promise<void> {
  const tables = (await connection.runAndReadAll("SELECT table_name FROM duckdb_tables() WHERE table_name = 'store'")).getRows();
  if (tables.length === 0) throw new Error(`${file} is a database, but no store of vhost-lab (name another with --store)`);
  const [[version]] = (await connection.runAndReadAll('SELECT max(schema_version) FROM store')).getRows();
  if (Number(version) !== SCHEMA_VERSION) throw new Error(`${file} is of another version of vhost-lab: its tables have version ${version}, this one knows ${SCHEMA_VERSION} (use that vhost-lab, or another file with --store); it was left as it is`);
}

/** What DuckDB says, in a sentence of ours. */
export function refusal(file: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const [message] = error.message.split('\n');
  const holder = /Conflicting lock is held in .*\(PID (\d+)\)/.exec(message)?.[1];
  if (holder !== undefined) return new Error(`${file} is in use by process ${holder} (wait until it has ended, or name another with --store)`);
  if (/not a valid DuckDB database|[Cc]orrupt|Could not read (enough bytes )?from|version number|Serialization Error|replaying WAL|^INTERNAL Error/.test(message)) return new Error(`${file} is damaged, or no store: ${bare(message)}; it was left as it is (name another with --store)`);
  if (/^(IO|FATAL|TransactionContext) Error/.test(message) || 'syscall' in error) return new Error(`cannot use ${file} as a store: ${bare(message)} (name another with --store, or do without: --no-store)`);
  return error;
}

/** Without the kind of error, which DuckDB puts in front. */
export const bare = (message: string): string => message.replace(/^(?:[\w ]+ Error: )+/, '').replace(/ See also https:\S+$/, '').replace(/!$/, '');

/** 2026-11-25 13:37:18.080, UTC. */
export const timestamp = (at: Date): string => at.toISOString().replace('T', ' ').replace('Z', '');
