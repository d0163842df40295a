/** Content security policy of the page: only the given scripts and styles run, nothing is fetched. */
export async function contentSecurityPolicy(scripts: readonly string[], styles: readonly string[]): Promise<string> {
  const hashes = async (texts: readonly string[]) => (await Promise.all(texts.map(sha256))).map((hash) => `'sha256-${hash}'`).join(' ');
  return [
    "default-src 'none'",
    `script-src ${await hashes(scripts)}`,
    `style-src ${await hashes(styles)}`,
    'img-src data:',
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** Base64 of the SHA-256 of the UTF-8 text. */
async function sha256(text: string): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}
