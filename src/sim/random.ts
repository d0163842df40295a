import { ln } from './math.ts';

/**
 * A stream of random numbers with a name: sfc32 (Doty-Humphrey, PractRand), seeded from a seed and the purpose,
 * so that a new draw for one purpose shifts no other.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number, purpose: string) {
    this.#a = hash(purpose, seed >>> 0);
    this.#b = hash(purpose, this.#a ^ Math.floor(seed / 4294967296));
    this.#c = hash(purpose, this.#b);
    for (let i = 0; i < 15; i++) this.#word();
  }

  /** Uniform in [0, 1), 53 bits. */
  uniform(): number {
    const high = this.#word() >>> 5;
    return (high * 67108864 + (this.#word() >>> 6)) / 9007199254740992;
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return -ln(1 - this.uniform());
  }

  /** Normal with mean 0 and variance 1 (Marsaglia's polar method). */
  normal(): number {
    for (;;) {
      const [x, y] = [2 * this.uniform() - 1, 2 * this.uniform() - 1];
      const radius = x * x + y * y;
      if (radius > 0 && radius < 1) return x * Math.sqrt((-2 * ln(radius)) / radius);
    }
  }

  /** Whole number in [0, n). */
  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  #word(): number {
    const t = (this.#a + this.#b + this.#counter++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + t | 0;
    return t >>> 0;
  }
}

/** FNV-1a over the name, then the finaliser of MurmurHash3. */
function hash(text: string, seed: number): number {
  let h = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
