import { quoted } from '../experiment/quoted.ts';

/** `FILE`, `FILE@ADDR` or `@ADDR`. */
export interface Location {
  readonly file: string | null;
  readonly address: bigint | null;
}

const END = 1n << 64n;

export function parseLocation(option: string, text: string): Location {
  const [, file = text, address] = /^(.*)@(0x[0-9a-f]+|[0-9]+)$/is.exec(text) ?? [];
  if (file === '' && address === undefined) throw new Error(`${option}: nothing (write FILE, FILE@ADDR or @ADDR)`);
  return { file: file === '' ? null : file, address: address === undefined ? null : parseAddress(option, address) };
}

/** `ADDR+BYTES`. */
export function parseRange(option: string, text: string): { readonly address: bigint; readonly length: bigint } {
  const [, address, length] = /^(0x[0-9a-f]+|[0-9]+)\+(0x[0-9a-f]+|[0-9]+)$/i.exec(text) ?? [];
  if (address === undefined || length === undefined) throw new Error(`${option}: ${quoted(text)} (write ADDR+BYTES, e.g. 0x40000000+0x8000000)`);
  return { address: parseAddress(option, address), length: parseAddress(option, length) };
}

function parseAddress(option: string, text: string): bigint {
  const value = BigInt(text);
  if (value >= END) throw new Error(`${option}: ${quoted(text)} (an address has 64 bits)`);
  return value;
}
