/** What so many bytes take on a bus or a link, in whole ps. */
export function transferTimePs(bytes: number, bytesPerS: number): number {
  return Math.round((bytes * 1e12) / bytesPerS);
}
