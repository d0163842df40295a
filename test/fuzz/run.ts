import { fuzzRing } from './ring-fuzz.ts';

/** Hostile rings from a seed on, a million unless it is said otherwise: `npm run fuzz -- [cases] [first seed]`. */
const [cases = 1_000_000, first = 0] = process.argv.slice(2).map(Number);
const broke = new Map<string, number>();
for (let seed = first; seed < first + cases; seed++) {
  const { mode: { layout }, rule } = fuzzRing(seed);
  const key = `${layout}: ${rule ?? 'nothing wrong'}`;
  broke.set(key, (broke.get(key) ?? 0) + 1);
}
console.log(`${cases} hostile rings: every one was taken, refused or broke its device, and nothing else.`);
console.table(Object.fromEntries([...broke].sort(([a], [b]) => (a < b ? -1 : 1))));
