import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { reason } from './read-file.ts';

/** A file of bytes that stays open until the process ends: a dump of a guest's memory can be larger than ours. */
export interface ByteFile {
  readonly length: number;
  readonly read: (offset: number, length: number) => Uint8Array;
}

/** Opens a file that the user named. Pipes and devices, which have no length, are refused. */
export function openBytes(path: string): ByteFile {
  return reading(path, () => {
    if (!statSync(path).isFile()) throw new Error('it is no file');
    const file = openSync(path, 'r');
    return { length: fstatSync(file).size, read: (offset, length) => reading(path, () => readAt(file, offset, length)) };
  });
}

/** The first bytes of a file, `most` at most. */
export function readBytes(path: string, most: number): Uint8Array {
  return reading(path, () => {
    if (!statSync(path).isFile()) throw new Error('it is no file');
    const file = openSync(path, 'r');
    try {
      return readAt(file, 0, Math.min(most, fstatSync(file).size));
    } finally {
      closeSync(file);
    }
  });
}

/** Length of a file in bytes. */
export const lengthOf = (path: string): number => reading(path, () => statSync(path).size);

function readAt(file: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const got = readSync(file, bytes, done, length - done, offset + done);
    if (got === 0) throw new Error('it became shorter while it was read');
    done += got;
  }
  return bytes;
}

function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`cannot read ${path}: ${reason(error)}`);
  }
}
