import { spawnSync } from 'node:child_process';
import { inlineMore } from '../../src/engines/inlining.ts';
import type { Figures, Measurement } from './measurement.ts';
import { measurements } from './measurements.ts';

const known: Readonly<Record<string, Measurement>> = measurements;

/** A case that takes longer is given up: an event queue that is quadratic, for instance. */
const LONGEST_MS = 300_000;

/** What a child prints: the figures of each case that it was asked for. */
type Said = Readonly<Record<string, Figures>>;

/** Measures some cases, one after the other, in a process of its own; `bundle` is the benchmark as built from this or another revision. */
export function inChild(bundle: string, id: string, cases: readonly string[]): Said {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [bundle, '--child', id, ...cases], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: cases.length * LONGEST_MS });
  if (signal !== null) throw new Error(`${id}: ${cases.join('; ')}: not done within ${LONGEST_MS / 1000} s`);
  if (status !== 0) throw new Error(`${id}: ${cases.join('; ')}: ${stderr}`);
  return JSON.parse(stdout) as Said;
}

/** The child's side. Cases that are measured together are all met before the first counts. */
export async function beChild([id = '', ...cases]: readonly string[]): Promise<void> {
  const { measure } = known[id];
  // As the workers do that run trials.
  inlineMore();
  if (cases.length > 1) for (const name of cases) await measure(name);
  const said: Record<string, Figures> = {};
  for (const name of cases) said[name] = await measure(name);
  process.stdout.write(JSON.stringify(said));
}
