import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import { equal, is, match, ok } from 'uvu/assert';
import { emptyFolder, vhostLab } from './command.ts';

const test = suite('cli: break-even');
const vary = (...words: readonly string[]) => vhostLab('break-even', 'vhe/vhost', 'vhe/user-thread[io=vcpu]', '--requests', '200', '--points', '5', ...words);

test('the winner changes between the values that it says, and both ways round it is the same place', () => {
  const { code, out } = vary('--vary', 'costs.context_switch=0..20us', '--json');
  is(code, 0);
  const [{ found: { line }, deciding }] = JSON.parse(out);
  is(line.turns.length, 1);
  const [{ at, below, above, before, after, interval }] = line.turns;
  equal([below, above], ['a', 'b']);
  ok(before.difference.mean < 0 && after.difference.mean > 0);
  ok(interval[0] <= at && at <= interval[1]);
  ok(Math.abs(deciding.aPs - deciding.bPs) < 0.01 * deciding.aPs, 'at the break-even both are equal');
  const sum = deciding.falls.reduce((total: number, { byPs }: { byPs: number }) => total + byPs, 0);
  ok(Math.abs(sum - (deciding.bPs - deciding.aPs)) < 1, 'the parts sum to the difference');
  const other = vhostLab('break-even', 'vhe/user-thread[io=vcpu]', 'vhe/vhost', '--requests', '200', '--points', '5', '--vary', 'costs.context_switch=0..20us', '--json');
  equal(JSON.parse(other.out)[0].found.line.turns.map((turn: { at: number; interval: unknown }) => [turn.at, turn.interval]), [[at, interval]]);
});

test('a table, a paragraph and a page say the same', () => {
  const page = join(emptyFolder(), 'plane.html');
  const { code, out } = vary('--vary', 'costs.context_switch=0..20us', '--vary', 'workload.iodepth=1..3', '--html', page);
  is(code, 0);
  match(out, /A: vhe\/vhost is ahead, B: vhe\/user-thread\[io=vcpu\]/);
  const text = out.replace(/\s+/g, ' ');
  const said = /vhe\/vhost has the better mean latency at (\d+) of 15 places, vhe\/user-thread\[io=vcpu\] at (\d+)/.exec(text);
  ok(said !== null && Number(said[1]) + Number(said[2]) === 15);
  const written = readFileSync(page, 'utf8');
  ok(written.includes(said[0]));
  ok(written.includes("default-src 'none'") && !written.includes('<script'));
});

test('none in the range is an answer', () => {
  const { code, out } = vhostLab('break-even', 'vhe/vhost', 'vhe/null', '--requests', '100', '--points', '3', '--vary', 'costs.context_switch=1us..2us');
  is(code, 0);
  match(out.replace(/\s+/g, ' '), /There is no break-even between 1\.00 µs and 2\.00 µs of context switch: vhe\/null has the better mean latency throughout/);
});

test('what cannot be asked is refused in one sentence', () => {
  for (const [words, says] of [
    [[], "--vary: what is to be varied? (one KEY=FROM..TO, or two for a plane, e.g. --vary costs.context_switch=0..20us)\n"],
    [['--vary', 'workload.bytes=1..2'], /^suite quick: nothing in it has workload.bytes/],
    [['--vary', 'costs.context_switch=0..1us', '--metric', 'latency_us.men'], /^unknown metric: latency_us.men \(did you mean latency_us.mean\?\)/],
    [['--vary', 'costs.context_switch=0..1us', '--points', '2'], /^--points: 2 \(must be a whole number from 3 to 101\)/],
  ] as const) {
    const { code, err } = vhostLab('break-even', 'vhe/vhost', 'vhe/user-thread', ...words);
    is(code, 2);
    if (typeof says === 'string') is(err, says);
    else match(err, says);
  }
});

test.run();
