import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { account, snapshot } from '../../src/experiment/ledger.ts';
import { stretch } from '../../src/machine/stretch.ts';
import { Thread } from '../../src/machine/thread.ts';
import type { Process } from '../../src/machine/thread.ts';
import { Core } from '../../src/machine/core.ts';
import { repeat, hostUser } from '../../src/machine/step.ts';
import { TinyMachine } from '../machine/tiny-machine.ts';

const test = suite('experiment/ledger');

/** A core that takes a path of 1,000 ps, computes 400 ps, and starts another path of 1,000 ps; nothing else costs anything. */
function scene() {
  const { machine } = new TinyMachine();
  const core = new Core('core', machine);
  const unused = new Core('unused', machine);
  machine.cores.push(core, unused);
  const path = machine.tariff.path('work', [repeat(1000, hostUser('smp_mb'))]);
  const compute = stretch('host compute');
  const thread = new Thread('worker', core, 'process');
  function* work(): Process {
    for (;;) {
      thread.run(path, 8);
      yield;
      thread.compute(compute, 400);
      yield;
    }
  }
  thread.push(work());
  core.enqueue(thread);
  return { machine, core, path, compute };
}

/** Runs to a time, whatever the cores do then. */
function runTo({ machine }: ReturnType<typeof scene>, atPs: number): void {
  machine.simulation.schedule(atPs, { fire: () => machine.simulation.stop() });
  machine.simulation.run();
}

test('between two moments in the middle of things, busy time is visits, stretches and what was under way', () => {
  for (const [from, to] of [[0, 3000], [500, 1800], [1100, 1300], [700, 800], [1200, 9999]] as const) {
    const all = scene();
    runTo(all, from + 1);
    const before = snapshot(all.machine);
    is(before.atPs, from + 1);
    runTo(all, to + 1);
    const { cores, elapsedPs } = account(all.machine, before, snapshot(all.machine));
    is(elapsedPs, to - from);
    const [{ busyPs, visits, bytes, stretchPs, unfinishedPs }] = cores;
    const switches = all.machine.tariff.paths.reduce((sum, { id, fixedPs }) => sum + visits[id] * fixedPs, 0);
    is(busyPs, switches + stretchPs[all.compute.id] + unfinishedPs, `${from} to ${to}`);
    is(bytes[all.path.id], 8 * visits[all.path.id]);
  }
});

test('a core that nobody uses is idle', () => {
  const all = scene();
  const before = snapshot(all.machine);
  runTo(all, 5000);
  const [, unused] = account(all.machine, before, snapshot(all.machine)).cores;
  equal([unused.name, unused.busyPs, unused.pollingPs, unused.unfinishedPs], ['unused', 0, 0, 0]);
});

test('a snapshot is of its moment: what the cores do later does not change it', () => {
  const all = scene();
  runTo(all, 3000);
  const taken = snapshot(all.machine);
  const copy = structuredClone(taken);
  runTo(all, 9000);
  equal(taken, copy);
});

test('all cores together are the sum of each', () => {
  const all = scene();
  const before = snapshot(all.machine);
  runTo(all, 9000);
  const { visits, stretchPs, cores } = account(all.machine, before, snapshot(all.machine));
  equal([...visits], cores[0].visits.map((count, id) => count + cores[1].visits[id]));
  equal([...stretchPs], cores[0].stretchPs.map((ps, id) => ps + cores[1].stretchPs[id]));
});

test.run();
