/** Put in by the build; a run from source has none and computes it in the same way. */
declare const MODEL_VERSION: string | undefined;

/** SHA-256 of the built simulator. */
export async function modelVersion(): Promise<string> {
  if (typeof MODEL_VERSION === 'string') return MODEL_VERSION;
  return (await import('../model-version.mjs')).modelVersion();
}
