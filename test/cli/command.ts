import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// What the tests run is what the sources are now, not what some earlier build left; test/run.ts has built it for all files.
if (process.env['VHOST_LAB_BUILT'] === undefined) await import('../../src/build.mjs');

/** The project's folder, and the command as built. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
export const cli = join(root, 'dist/cli.js');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `vhost-lab` through pipes, from the project's folder; with a store of its own where it is given none. */
export function vhostLab(...words: readonly string[]): Ended {
  return ended(process.execPath, [cli, ...words]);
}

/** Runs `vhost-lab` with so much of an environment. */
export const vhostLabWith = (env: Readonly<Record<string, string>>, ...words: readonly string[]): Ended => ended(process.execPath, [cli, ...words], env);

/** Runs a line of bash in which "$@" is `vhost-lab` with its words. */
export const inBash = (line: string, env: Readonly<Record<string, string>>, ...words: readonly string[]): Ended => ended('bash', ['-c', line, 'bash', process.execPath, cli, ...words], env);

/** Runs `vhost-lab` on a pseudo-terminal of so many columns. */
export function onTerminal(columns: number, env: Readonly<Record<string, string>>, ...words: readonly string[]): Ended {
  const line = [process.execPath, cli, ...words].map((word) => `'${word}'`).join(' ');
  return ended('script', ['-qec', `stty cols ${columns} rows 40; exec ${line}`, '/dev/null'], { TERM: 'xterm', ...env });
}

function ended(program: string, words: readonly string[], env: Readonly<Record<string, string>> = {}): Ended {
  const { CI: _, NO_COLOR: __, FORCE_COLOR: ___, ...inherited } = process.env;
  const { status, stdout, stderr, error } = spawnSync(program, words, { cwd: root, env: { ...inherited, VHOST_LAB_STORE: join(emptyFolder(), 'lab.duckdb'), ...env }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1e8 });
  if (error) throw error;
  return { code: status, out: stdout, err: stderr };
}

const scratch = mkdtempSync(join(tmpdir(), 'vhost-lab-test-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** A new empty folder, gone when the tests end. */
export const emptyFolder = (): string => mkdtempSync(join(scratch, 'of-'));

/** A file with this text in a folder of its own. */
export function fileWith(name: string, text: string): string {
  const path = join(emptyFolder(), name);
  writeFileSync(path, text);
  return path;
}
