/** Text of the script that puts the packed script of the page into it; the hash of that in the security policy lets it run. */
export const UNPACK = `(async () => {
  const packed = Uint8Array.from(atob(document.getElementById('packed').textContent), (letter) => letter.charCodeAt(0));
  const script = document.createElement('script');
  script.textContent = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text();
  document.body.append(script);
})();`;
