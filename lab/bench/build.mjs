/** Bundles one of the benchmarks as the command line is bundled: `node lab/bench/build.mjs rings` makes dist/bench-rings.js; without a name it is dist/bench.js. */
import { build } from 'esbuild';
import { passing } from '../../src/passing.mjs';

const [name] = process.argv.slice(2);
await build({
  entryPoints: [`lab/bench/${name ?? 'index'}.ts`], outfile: `dist/bench${name === undefined ? '' : `-${name}`}.js`,
  bundle: true, packages: 'external', platform: 'node', format: 'esm', logLevel: 'warning', plugins: [passing],
});
