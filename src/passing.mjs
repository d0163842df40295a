import { readFile } from 'node:fs/promises';

/** `thread.run(path); yield;` of a process: what stands in its parentheses may hold two more pairs of them. */
const RUN_AND_YIELD = /\b((?:this\.#?)?(?:\w+\.)*thread\.run\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\));(\s*)yield;/g;

/** Where processes are written. */
const PROCESSES = /[\\/]src[\\/](machine|hypervisors|backends|devices|workloads)[\\/].*\.ts$/;

/** A process that leaves its generator only where it has to wait: `if (thread.run(path)) yield;`. */
export const leavingOnlyToWait = (/** @type {string} */ source) => source.replace(RUN_AND_YIELD, 'if ($1)$2yield;');

/**
 * For esbuild: a path that passes at once leaves and enters its process for nothing, which is a seventh of the time of a
 * trial with one request in flight. The sources keep the plain form, which means the same.
 * @type {import('esbuild').Plugin & { readonly name: string }}
 */
export const passing = {
  name: 'passing',
  setup({ onLoad }) {
    onLoad({ filter: PROCESSES }, async ({ path }) => ({ contents: leavingOnlyToWait(await readFile(path, 'utf8')), loader: 'ts' }));
  },
};
