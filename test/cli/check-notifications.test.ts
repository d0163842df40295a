import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { vhostLab } from './command.ts';

const test = suite('cli: check-notifications');

test('the table has every case, its states, and the steps of the shortest schedule that loses', () => {
  const { code, out, err } = vhostLab('check-notifications', '--table');
  assert.is(err, '');
  assert.is(code, 0);
  const [head, ...lines] = out.trimEnd().split('\n');
  assert.match(head ?? '', /^layout +by +for +protocol +verdict +entries +states +steps +VIRTIO_1\.2/);
  const cases = lines.filter((line) => /^(split|packed) /.test(line));
  assert.is(cases.length, 120);
  assert.is(cases.filter((line) => / holds /.test(line)).length, 20);
  assert.match(lines.at(-1) ?? '', /^120 cases, \d+ states: 20 hold, 64 lose a notification, 36 act on stale data$/);
});

test('each case that loses is told as a sequence', () => {
  const { out } = vhostLab('check-notifications', '--layout', 'split', '--suppression', 'flags', '--notification', 'kick');
  assert.match(out, /lost: split, flags, kick; device: only dmb ishst before the re-check\n/);
  assert.match(out, / device +re-check +reads avail\.idx = 65535: nothing new +<- ahead of its own: enable used\.flags\n/);
  assert.match(out, / device +lost +sleeps for ever: no kick is pending, 1 of 1 published and not taken\n/);
  assert.match(out, / device +stale +acts on data that are not those of the entry\n/);
});

test('JSON says the same for machines', () => {
  const parsed: { readonly checks: readonly { readonly verdict: string; readonly schedule?: readonly object[] }[] } = JSON.parse(vhostLab('check-notifications', '--json', '--layout', 'packed').out);
  assert.is(parsed.checks.length, 60);
  for (const { verdict, schedule } of parsed.checks) assert.is(schedule === undefined, verdict === 'holds');
});

test('an unknown layout is named, with what was probably meant', () => {
  assert.equal(vhostLab('check-notifications', '--layout', 'spit'), { code: 2, out: '', err: 'unknown layout: spit (did you mean split?)\n' });
});

test.run();
