import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import { inChild } from './in-child.ts';
import type { Measurement } from './measurement.ts';

/** Pairs of runs of each case. */
const PAIRS = 5;

/** One case in two revisions: this one's figure divided by the other's, pair by pair. */
export interface Ratio {
  readonly id: string;
  readonly case: string;
  readonly figure: string;
  readonly here: number;
  readonly there: number;
  /** Median of the pairs, and the least and greatest. */
  readonly ratio: number;
  readonly least: number;
  readonly most: number;
}

/** Measures this revision and another, a folder or a git revision, in turn; with this revision's benchmarks and the other's simulator. */
export async function against(other: string, bundle: string, all: readonly (readonly [id: string, measurement: Measurement])[], tell: (ratio: Ratio) => void): Promise<readonly Ratio[]> {
  const checkout = existsSync(join(other, 'src')) ? null : checkedOut(other);
  const theirs = resolve('dist/bench-against.js');
  try {
    await bundleWith(resolve(checkout ?? other), theirs);
    const ratios: Ratio[] = [];
    for (const [id, { cases, inProcess }] of all) {
      if (!inProcess) continue;
      for (const name of cases) {
        try {
          const ratio = compared(id, name, [bundle, theirs]);
          tell(ratio);
          ratios.push(ratio);
        } catch (error) {
          console.error(error instanceof Error ? error.message : error);
        }
      }
    }
    return ratios;
  } finally {
    rmSync(theirs, { force: true });
    if (checkout !== null) execFileSync('git', ['worktree', 'remove', '--force', checkout]);
  }
}

function compared(id: string, name: string, bundles: readonly [here: string, there: string]): Ratio {
  const pairs = Array.from({ length: PAIRS }, (_, i) => {
    // Who is first changes: a machine that warms up or slows down favours neither.
    const order = i % 2 === 0 ? [0, 1] : [1, 0];
    const values = [0, 0];
    let figure = '';
    for (const which of order) [figure, values[which]] = Object.entries(inChild(bundles[which], id, [name])[name])[0];
    return { figure, here: values[0], there: values[1], ratio: values[0] / values[1] };
  }).toSorted((a, b) => a.ratio - b.ratio);
  const median = pairs[PAIRS >> 1];
  return { id, case: name, ...median, least: pairs[0].ratio, most: pairs[PAIRS - 1].ratio };
}

function checkedOut(revision: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'vhost-lab-against-'));
  execFileSync('git', ['worktree', 'add', '--detach', folder, revision], { stdio: ['ignore', 'ignore', 'inherit'] });
  return folder;
}

/** These benchmarks with the `src` of another folder, built in its own way. */
async function bundleWith(folder: string, outfile: string): Promise<void> {
  const transform = join(folder, 'src/passing.mjs');
  const own = existsSync(transform) ? [(await import(pathToFileURL(transform).href) as { readonly passing: Plugin }).passing] : [];
  await build({
    entryPoints: ['lab/bench/index.ts'], outfile, bundle: true, packages: 'external', platform: 'node', format: 'esm', logLevel: 'warning',
    plugins: [...own, { name: 'other-src', setup: ({ onResolve }) => onResolve({ filter: /^\.\.\/\.\.\/src\// }, ({ path }) => ({ path: join(folder, path.slice('../../'.length)) })) }],
  });
}
