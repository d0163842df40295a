/** Makes dist/ from src/: the command line, the library, the browser's part of the report, the types. Run by `npm run prepare`. */
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { modelVersion } from './model-version.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @satisfies {import('esbuild').BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  legalComments: 'linked',
  logLevel: 'warning',
  outdir: 'dist',
};

/** Dependencies in CommonJS ask for Node's own modules with require(), which ESM has to be given. */
const requireInEsm = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });

await Promise.all([
  build({
    ...shared,
    entryPoints: { cli: 'src/cli/main.ts' },
    format: 'esm',
    splitting: true,
    platform: 'node',
    target: 'node20',
    chunkNames: 'chunks/[name]-[hash]',
    banner: { js: requireInEsm },
    define: { MODEL_VERSION: JSON.stringify(await modelVersion()) },
  }),
  build({
    ...shared,
    entryPoints: { index: 'src/index.ts' },
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
  }),
  build({
    ...shared,
    entryPoints: { 'report-client': 'src/report/client/main.ts', 'report-style': 'src/report/client/style.css' },
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
  }),
]);

const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
execFileSync(process.execPath, [tsc, '-p', 'src/tsconfig.build.json'], { cwd: root, stdio: 'inherit' });

chmodSync(new URL('../dist/cli.js', import.meta.url), 0o755);
