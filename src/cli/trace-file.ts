import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import type { Out } from '../formats/traces/trace-format.ts';

/** Pieces are gathered up to so many characters before they go to disk. */
const CHUNK = 1 << 18;

interface Part {
  readonly file: number;
  readonly path: string;
  waiting: string[];
  length: number;
}

/** A file that is written in parts, each of which grows by itself; memory holds only what waits for the disk. */
export class TraceFile {
  readonly #path: string;
  readonly #parts = new Map<number, Part>();

  constructor(path: string) {
    this.#path = path;
  }

  readonly out: Out = (text, number) => {
    const part = this.#part(number);
    part.waiting.push(text);
    part.length += text.length;
    if (part.length > CHUNK) flush(part);
  };

  /** Puts the parts together, in the order of their numbers. */
  close(): void {
    const whole = openSync(this.#path, 'w');
    const buffer = Buffer.alloc(1 << 20);
    try {
      for (const [, part] of [...this.#parts].sort(([a], [b]) => a - b)) {
        flush(part);
        let at = 0;
        for (let read = readSync(part.file, buffer, 0, buffer.length, at); read > 0; read = readSync(part.file, buffer, 0, buffer.length, at)) {
          writeWhole(whole, buffer.subarray(0, read));
          at += read;
        }
      }
    } finally {
      closeSync(whole);
      this.removeParts();
    }
  }

  removeParts(): void {
    for (const { file, path } of this.#parts.values()) {
      closeSync(file);
      rmSync(path, { force: true });
    }
    this.#parts.clear();
  }

  #part(number: number): Part {
    let part = this.#parts.get(number);
    if (part === undefined) {
      const path = `${this.#path}.${number}`;
      part = { file: openSync(path, 'w+'), path, waiting: [], length: 0 };
      // An open file needs no name: whatever ends this process leaves nothing of it.
      rmSync(path);
      this.#parts.set(number, part);
    }
    return part;
  }
}

function flush(part: Part): void {
  writeWhole(part.file, Buffer.from(part.waiting.join('')));
  part.waiting = [];
  part.length = 0;
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
