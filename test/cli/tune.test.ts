import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import { equal, is, match, ok } from 'uvu/assert';
import { emptyFolder, fileWith, vhostLab } from './command.ts';

const test = suite('cli: tune');
// Two systems that are quickly simulated, each point once.
const asked = fileWith('quick.yaml', `name: quick
systems: [vhe/vhost, vhe/sidecore]
devices: [blk]
workloads: [fio:randread-4k]
profile: neoverse-n1
requests: 50
replications: 1
baseline: vhe/vhost
`);
const tune = (...words: readonly string[]) => vhostLab('tune', asked, ...words);
const OVER = ['--minimize', 'latency_us.mean', '--minimize', 'cpu_us_per_request.total', '--over', 'system=vhe/vhost,vhe/sidecore,policy.halt_poll_ns=0..60us,ring.event_idx=true,false'] as const;

interface Found {
  readonly tried: readonly { readonly point: Readonly<Record<string, unknown>>; readonly metrics: { readonly latency_us: { readonly mean: number }; readonly cpu_us_per_request: { readonly total: number } } }[];
  readonly front: readonly number[];
}

test('a search that is broken off and resumed is the search that was not', () => {
  const state = join(emptyFolder(), 'state.json');
  const whole: Found = JSON.parse(tune(...OVER, '--budget', '60', '--format', 'json').out);
  is(tune(...OVER, '--budget', '30', '--state', state).code, 0);
  const half = JSON.parse(readFileSync(state, 'utf8'));
  is(half.evaluations.length, 30);
  // What is in the file is not measured again: a number that nothing measures comes back.
  half.evaluations[0].metrics.latency_us.mean = 12345;
  const marked = fileWith('marked.json', JSON.stringify(half));
  is(JSON.parse(tune(...OVER, '--budget', '30', '--resume', marked, '--format', 'json').out).tried[0].metrics.latency_us.mean, 12345);
  const resumed: Found = JSON.parse(tune(...OVER, '--budget', '60', '--resume', state, '--format', 'json').out);
  equal(resumed, whole);
  is(JSON.parse(readFileSync(state, 'utf8')).evaluations.length, 60);
});

test('nobody on the front is beaten by anybody', () => {
  const { tried, front }: Found = JSON.parse(tune(...OVER, '--budget', '48', '--format', 'json').out);
  const numbers = tried.map(({ metrics }) => [metrics.latency_us.mean, metrics.cpu_us_per_request.total] as const);
  ok(front.length >= 2);
  for (const i of front) ok(!numbers.some(([latency, cpu]) => latency <= numbers[i][0] && cpu <= numbers[i][1] && (latency < numbers[i][0] || cpu < numbers[i][1])));
  equal(front.map((i) => numbers[i][0]), front.map((i) => numbers[i][0]).toSorted((a, b) => a - b));
});

test('a sweep file, a limit, a table and a page', () => {
  const sweep = fileWith('sweep.yaml', 'method: grid\nmetric: { name: throughput_per_s, goal: maximize }\nparameters:\n  workload.iodepth: { min: 1, max: 4 }\nsubject_to: [latency_us.mean<40]\n');
  const page = join(emptyFolder(), 'page.html');
  const { code, out } = tune('--sweep', sweep);
  is(code, 0);
  match(out, /^blk · fio:randread-4k: 4 points tried, 1 on the front\niodepth +throughput +mean_latency\n/);
  match(out.replace(/\s+/g, ' '), /Of 4 points that were tried the best with mean latency < 40 has iodepth \d: throughput [\d ]+\/s \([\d ]+\/s as the suite stands\)\./);
  is(tune('--sweep', sweep, '--format', 'html', '--out', page).code, 0);
  const text = readFileSync(page, 'utf8');
  ok(text.includes("default-src 'none'") && !text.includes('<script') && (text.match(/<svg role="img"/g)?.length ?? 0) === 3);
  match(tune('--sweep', sweep, '--subject-to', 'latency_us.mean<1').out.replace(/\s+/g, ' '), /None of the 4 points that were tried keeps mean latency < 40 and mean latency < 1\./);
});

test('what cannot be asked is refused in one sentence', () => {
  const state = join(emptyFolder(), 'state.json');
  is(tune('--minimize', 'latency_us.mean', '--over', 'ring.event_idx=true,false', '--state', state).code, 0);
  const other = readFileSync(state, 'utf8').replace(/"model_version":"[^"]*"/, '"model_version":"old"');
  writeFileSync(`${state}.old`, other);
  for (const [words, says] of [
    [['--minimize', 'latency_us.mean'], /^--over: what may be chosen\?/],
    [['--over', 'ring.event_idx=true,false'], /^--minimize: what is to be made small\?/],
    [['--minimize', 'latency_us.mean', '--over', 'topology.sidecores=0..4'], /^unknown parameter: topology\.sidecores/],
    [['--minimize', 'latency_us.mean', '--over', 'workload.iodepth=1..4', '--budget', '0'], /^--budget: 0 \(must be a whole number from 1/],
    [['--minimize', 'latency_us.mean', '--over', 'workload.iodepth=1..4', '--resume', state], /is of another search/],
    [['--minimize', 'latency_us.mean', '--over', 'ring.event_idx=true,false', '--resume', `${state}.old`], /was measured by another version of the simulator/],
    [['--minimize', 'latency_us.mean', '--over', 'ring.event_idx=true,false', '--state', state], /is there already/],
  ] as const) {
    const { code, out, err } = tune(...words);
    equal([code, out], [2, '']);
    match(err, says);
    is(err.trim().split('\n').length, 1);
  }
  const { err } = vhostLab('tune', 'standard', '--minimize', 'latency_us.mean', '--over', 'ring.event_idx=true,false');
  match(err, /^suite standard: \d+ points, and a search is of one \(choose of .* by --device and --workload; put workload\.iodepth into --over; put workload\.bytes into --over\)/);
});

test.run();
