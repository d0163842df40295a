/** The benchmarks of the lab itself: `npm run bench`, and `npm run bench -- observer`. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  speed: async () => (await import('./speed.ts')).speed(),
  observer: async () => (await import('./observer.ts')).observer(),
};

const [name = 'speed'] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
  console.error(`unknown benchmark: ${name} (known: ${Object.keys(benches).join(', ')})`);
  process.exitCode = 2;
} else {
  await bench();
}
