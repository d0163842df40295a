import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { against } from './against.ts';
import type { Ratio } from './against.ts';
import { beChild, inChild } from './in-child.ts';
import { machineFacts } from './machine-facts.ts';
import type { Figures, Measurement } from './measurement.ts';
import { measurements } from './measurements.ts';

const HELP = `npm run bench -- [--only ID,...] [--json FILE] [--against DIR|REV]
npm run bench -- observer
  --only     of ${Object.keys(measurements).join(', ')}
  --json     writes machine facts and all figures
  --against  measures this revision and another in turn, each case in 5 pairs of processes
  observer   what nobody listening costs, in pairs with a build that has no calls to an observer`;

/** Figures as they are read: whole numbers with their thousands apart, small ones with a digit. */
const readable = (value: number): string => (value >= 1000 ? Math.round(value).toLocaleString('en') : value.toFixed(value < 10 ? 2 : 1));

function tableRow(name: string, figures: Figures): Readonly<Record<string, string>> {
  return { case: name, ...Object.fromEntries(Object.entries(figures).map(([figure, value]) => [figure, readable(value)])) };
}

function measured(id: string, { title, says, cases, alsoTogether }: Measurement, bundle: string): readonly { readonly case: string; readonly figures: Figures }[] {
  console.log(`\n${title}\n(${says})`);
  const rows = cases.map((name) => ({ case: name, figures: inChild(bundle, id, [name])[name] }));
  const together = alsoTogether === true ? inChild(bundle, id, cases) : {};
  const all = rows.map(({ case: name, figures }) => {
    const [first] = Object.keys(figures);
    return { case: name, figures: name in together ? { ...figures, [`${first}, one process for all`]: together[name][first] } : figures };
  });
  console.table(all.map((row) => tableRow(row.case, row.figures)));
  return all;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' }, against: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help === true) return console.log(HELP);
  const asked = values.only?.split(',') ?? Object.keys(measurements);
  const unknown = asked.find((id) => !Object.hasOwn(measurements, id));
  if (unknown !== undefined) throw new Error(`unknown measurement: ${unknown} (known: ${Object.keys(measurements).join(', ')})`);
  const chosen = Object.entries<Measurement>(measurements).filter(([id]) => asked.includes(id));
  const machine = machineFacts();
  const bundle = fileURLToPath(import.meta.url);
  console.log(`${machine.processor}, ${machine.cores} cores, load ${machine.load}, Node ${machine.node}, revision ${machine.revision}`);
  console.log('CPU time of the main thread of one process for each case; statistics on, tracing off');
  const written = values.against === undefined
    ? { machine, measurements: Object.fromEntries(chosen.map(([id, measurement]) => [id, measured(id, measurement, bundle)])) }
    : { machine, against: values.against, ratios: await against(values.against, bundle, chosen, print) };
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(written, null, 1)}\n`);
}

function print({ case: name, figure, here, there, ratio, least, most }: Ratio): void {
  console.log(`${name}: ${readable(here)} ${figure}, there ${readable(there)}: ${ratio.toFixed(3)} (${least.toFixed(3)} to ${most.toFixed(3)} in pairs)`);
}

try {
  if (process.argv[2] === '--child') await beChild(process.argv.slice(3));
  else if (process.argv[2] === 'observer') await (await import('./observer.ts')).observer();
  else await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
