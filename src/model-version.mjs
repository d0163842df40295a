import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The version of the model: SHA-256 (hex) of the simulator, bundled alone and minified, so that comments and places on disk
 * do not count. The build writes it into the command line; runs from source compute it here.
 * @returns {Promise<string>}
 */
export async function modelVersion() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/experiment/trial.ts'],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    legalComments: 'none',
    write: false,
    logLevel: 'error',
  });
  return createHash('sha256').update(outputFiles[0].contents).digest('hex');
}
