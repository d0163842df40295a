/** Makes dist/ from src/: the command line, the library, the browser's part of the report, the types. Run by `npm run prepare`. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { modelVersion } from './model-version.mjs';
import { passing } from './passing.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
/** Everything is made here and put in place when it is whole: a build that fails leaves the last one. */
const stage = join(root, `.dist-${process.pid}`);

/** @satisfies {import('esbuild').BuildOptions} */
const shared = { absWorkingDir: root, bundle: true, minify: true, legalComments: 'linked', logLevel: 'warning', outdir: stage, plugins: [passing] };

/** Dependencies in CommonJS ask for Node's own modules with require(), which ESM has to be given. */
const requireInEsm = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

async function makeBundles() {
  await Promise.all([
    build({
      ...shared,
      entryPoints: { cli: 'src/cli/main.ts', 'trial-worker': 'src/engines/trial-worker.ts', 'trace-worker': 'src/cli/trace-worker.ts' },
      format: 'esm',
      splitting: true,
      platform: 'node',
      target: 'node20',
      chunkNames: 'chunks/[name]-[hash]',
      banner: { js: requireInEsm },
      external: ['@duckdb/node-api'],
      // Without its other database, which its main file brings along.
      alias: { bullmq: './node_modules/bullmq/dist/esm/classes/index.js' },
      define: { MODEL_VERSION: JSON.stringify(await modelVersion()) },
    }),
    build({
      ...shared,
      entryPoints: { index: 'src/index.ts', formats: 'src/formats/index.ts' },
      format: 'esm',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      target: 'es2022',
    }),
    build({
      ...shared,
      entryPoints: { 'report-client': 'src/report/client/main.ts', 'explained-client': 'src/report/client/explained-main.ts', 'report-simulator': 'src/report/client/whatif/worker.ts', 'report-style': 'src/report/client/style.css' },
      format: 'iife',
      platform: 'browser',
      target: 'es2022',
    }),
  ]);
  chmodSync(join(stage, 'cli.js'), 0o755);
}

/** Types of the library. tsc leaves the `.ts` of imports in declarations, where only compilers from 5.0 on follow it. */
function makeTypes() {
  const types = join(stage, 'types');
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'src/tsconfig.build.json', '--outDir', types], { cwd: root, stdio: 'inherit' });
  for (const path of readdirSync(types, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.d.ts'))) {
    const file = join(types, path);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/(from |import\()(['"])(\.[^'"]*)\.ts\2/g, '$1$2$3.js$2'));
  }
}

try {
  const bundles = makeBundles();
  makeTypes();
  await bundles;
  rmSync(dist, { recursive: true, force: true });
  renameSync(stage, dist);
} finally {
  rmSync(stage, { recursive: true, force: true });
}
