/** Put in by the build; a run from source has none and computes it in the same way. */
declare const MODEL_VERSION: string | undefined;

/** SHA-256 of the built simulator. (One expression, so that the build can leave the second half out.) */
export const modelVersion = async (): Promise<string> =>
  typeof MODEL_VERSION === 'string' ? MODEL_VERSION : (await import('../model-version.mjs')).modelVersion();
