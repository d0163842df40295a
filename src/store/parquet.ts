import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenStore } from './open.ts';
import { refusal } from './open.ts';

/** Rows of a statement as the bytes of a Parquet file. DuckDB writes files only: this one is out of everybody's way, and gone afterwards. */
export async function parquetOf({ file, connection }: OpenStore, sql: string): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'vhost-lab-'));
  try {
    const path = join(folder, 'rows.parquet');
    await connection.run(`COPY (${sql}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`);
    return readFileSync(path);
  } catch (error) {
    throw refusal(file, error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
