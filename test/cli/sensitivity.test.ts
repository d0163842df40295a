import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import { equal, is, match, ok } from 'uvu/assert';
import { emptyFolder, fileWith, vhostLab } from './command.ts';

const test = suite('cli: sensitivity');
// Of the systems that there are the two with the fewest prices.
const asked = fileWith('few.yaml', `name: few
systems: [bare-metal/passthrough, vhe/null]
devices: [blk]
workloads: [fio:randread-4k]
profile: neoverse-n1
requests: 50
replications: 2
baseline: bare-metal/passthrough
`);
const sensitivity = (...words: readonly string[]) => vhostLab('sensitivity', asked, ...words);
const read = (out: string) => JSON.parse(out)[0];

test('JSON has the derivatives of the baseline, or of the systems that are asked for', () => {
  const { code, out } = sensitivity('--format', 'json', '--metric', 'latency_us.p99');
  is(code, 0);
  const { title, metric, systems } = read(out);
  equal([title, metric, systems.length, systems[0].system], ['blk · fio:randread-4k', { name: 'latency_us.p99', better: 'less' }, 1, 'bare-metal/passthrough']);
  const { base, slopes } = systems[0].sensed.derivatives;
  equal(Object.keys(base), ['cpu_us_per_request.total', 'latency_us.mean', 'throughput_per_s', 'latency_us.p99']);
  const switched = slopes.find(({ cost }: { cost: string }) => cost === 'guest_ctx_switch');
  is(switched.ledger.visits, 2);
  ok(Math.abs(switched.path.derivative - switched.path.visits) < 1e-6);
});

test('a table for a pipe has every price in columns apart, then the paragraph', () => {
  const { code, out } = sensitivity();
  is(code, 0);
  const [title, heads, ...rows] = out.split('\n');
  is(title, 'blk · fio:randread-4k: bare-metal/passthrough, mean latency');
  const columns = heads.trim().split(/ {2,}/);
  const table = rows.slice(0, rows.findIndex((row) => row.startsWith('CPU fixed'))).map((row) => row.trim().split(/ {2,}/));
  ok(table.length >= 20 && table.every((cells) => cells.length === columns.length));
  match(out.replace(/\s+/g, ' '), /Perturbation analysis of the latency holds here, and its derivatives, visits on a request's path, are those of the simulation for all \d+ prices\./);
});

test('two systems: a paragraph says which is ahead, by what, and what would change it', () => {
  const { out } = sensitivity('--system', 'all');
  match(out.replace(/\s+/g, ' '), /(\S+) has the better mean latency: [\d.]+ µs, and (\S+) [\d.]+ µs\. In the mean latency, (bare-metal\/passthrough|vhe\/null) has [\d.]+ (µs|ns) of .* more.* On a straight line from here/);
});

for (const [method, samples, reading] of [['morris', '2', /mu\*/], ['sobol', '16', /first order/]] as const) {
  test(`${method} makes a page without a script, the same each time`, () => {
    const file = join(emptyFolder(), 'page.html');
    const ask = () => sensitivity('--method', method, '--samples', samples, '--metric', 'cpu_us_per_request.total', '--format', 'html', '--out', file);
    is(ask().code, 0);
    const page = readFileSync(file, 'utf8');
    ok(page.includes("default-src 'none'") && !page.includes('<script') && page.includes('<svg role="img"'));
    match(page, reading);
    is(ask().code, 0);
    is(readFileSync(file, 'utf8'), page);
  });
}

test('what cannot be asked is refused in one sentence', () => {
  for (const [words, says] of [
    [['--method', 'moris'], '--method: unknown method: moris (did you mean morris?)\n'],
    [['--system', 'xen/vhost'], '--system: xen/vhost is not in suite few (it has bare-metal/passthrough, vhe/null)\n'],
    [['--samples', '10'], '--samples: derivatives need none (it is for --method morris and sobol)\n'],
    [['--method', 'sobol', '--samples', '3'], '--samples: 3 (must be a whole number from 16 to 4096 for sobol)\n'],
    [['--metric', 'latency_us.men'], 'unknown metric: latency_us.men (did you mean latency_us.mean?)\n'],
  ] as const) equal({ code: 2, out: '', err: says }, sensitivity(...words));
});

test.run();
