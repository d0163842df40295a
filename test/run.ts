/** Runs the tests, `npm test`, or those in files that match, `npm test -- REGEX`: some files at a time in each of as many processes as there are cores. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Files that others would disturb, or that disturb them: they run last, one by one. */
const ALONE: readonly string[] = [
  'cli/help.test.ts', // times how soon help comes
  'package.test.ts', // packs the lab, which builds anew what the others run
];
/** Files for one process: few enough that all processes end together, enough that starting them costs little. */
const TOGETHER = 8;

interface Counts {
  readonly ran: number;
  readonly passed: number;
  readonly failedFiles: readonly string[];
}

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = fileURLToPath(new URL('.', import.meta.url));
const asked = new RegExp(process.argv[2] ?? '', 'i');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts') && asked.test(file)).sort();
const shared = files.filter((file) => !ALONE.includes(file));
const count = Math.ceil(shared.length / TOGETHER);
// Neighbours are alike: dealt out like cards, each process has a little of everything.
const batches = Array.from({ length: count }, (_, batch) => shared.filter((__, i) => i % count === batch));

const startedMs = performance.now();
// Once for all of them.
await import('../src/build.mjs');
const done: Counts[] = [];
await Promise.all(Array.from({ length: availableParallelism() }, async () => {
  for (let batch; (batch = batches.shift()) !== undefined; ) done.push(await tested(batch));
}));
for (const file of files.filter((each) => ALONE.includes(each))) done.push(await tested([file]));

const sum = (of: (counts: Counts) => number): number => done.reduce((total, counts) => total + of(counts), 0);
const [ran, passed, failed] = [sum((counts) => counts.ran), sum((counts) => counts.passed), done.flatMap(({ failedFiles }) => failedFiles)];
console.log(`${files.length} files, ${ran} tests, ${passed} passed, ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
if (ran === 0) console.error('no test was found: a run without tests has not passed');
for (const file of failed) console.error(`failed: test/${file}`);
process.exitCode = ran === 0 || passed < ran || failed.length > 0 ? 1 : 0;

/** Runs these files in a process of their own and shows what it printed, when it has ended. */
function tested(batch: readonly string[]): Promise<Counts> {
  const pattern = `^(${batch.map((file) => file.replace(/[.\\]/g, '\\$&')).join('|')})$`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', './test/not-empty.ts', 'node_modules/uvu/bin.js', 'test', pattern], {
    cwd: root, env: { ...process.env, VHOST_LAB_BUILT: 'true' }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => printed.push(data));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const [text, totals = ''] = Buffer.concat(printed).toString().split(/(?=\n *Total: )/);
      const [ran, passed] = ['Total', 'Passed'].map((what) => Number(new RegExp(`${what}: +(\\d+)`).exec(totals)?.[1] ?? 0));
      process.stdout.write(`${text.trimEnd()}\n\n`);
      if (totals === '') process.stdout.write(`(no totals: the process ended with ${code ?? 'a signal'})\n\n`);
      resolve({ ran, passed, failedFiles: code === 0 && totals !== '' ? [] : batch.length === 1 ? batch : failedIn(text, batch) });
    });
  });
}

/** Files whose part of the output has a failure; all, where none has. */
function failedIn(text: string, batch: readonly string[]): readonly string[] {
  const found = batch.filter((file) => text.split(file)[1]?.split(/\S+\.test\.ts/)[0]?.includes(' FAIL '));
  return found.length > 0 ? found : batch;
}
