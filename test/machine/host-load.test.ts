import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { addNeighbour, Tick } from '../../src/machine/host-load.ts';
import { stretch } from '../../src/machine/stretch.ts';
import { busyPs, ledgerOf, TinyMachine } from './tiny-machine.ts';

const test = suite('host load');
const ms = 1e9;

test('a busy core ticks at its rate, an idle one does not', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const ticks = { inGuest: lab.path(55, 'tick in guest'), inHost: lab.path(50, 'tick') };
  new Tick(core, 1000, ticks, () => lab.now < 10 * ms);
  lab.thread(core, 'a', function* (thread) {
    thread.compute(stretch('host compute'), 3.5 * ms);
    yield;
    lab.note('a');
  });
  equal(lab.run(), ['3500000156 a']); // 6 + 3.5 ms + 3 ticks of 50
  is(ledgerOf(core)['tick'], 3);
});

test('ticks end with the trial', () => {
  const lab = new TinyMachine();
  new Tick(lab.core(), 250, lab.interruptPaths(50, 50), () => lab.now < 10 * ms);
  lab.run();
  is(lab.now, 12 * ms); // every 4 ms, and the first after the end is the last
});

test('a neighbour has the share that it wants of a core that nobody else wants', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  addNeighbour(core, 0.25, lab.interruptPaths(0, 0), () => lab.now < 10 * ms);
  lab.run();
  // A quarter of each of 10 turns of 1 ms, and of the one that the last timer begins.
  is(ledgerOf(core)['neighbour'], 11 * 0.25 * ms);
});

test('a neighbour that wants the whole core computes until the end', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  addNeighbour(core, 1, lab.interruptPaths(0, 0), () => lab.now < 5 * ms);
  lab.run();
  is(ledgerOf(core)['neighbour'], 5 * ms);
  is(busyPs(core), 5 * ms + 11); // 6 + 5
});

test('a neighbour waits for everybody else, however long', () => {
  const lab = new TinyMachine({ slicePs: 1 * ms });
  const core = lab.core();
  addNeighbour(core, 1, lab.interruptPaths(0, 0), () => lab.now < 5 * ms);
  lab.at(3.5 * ms, () => lab.thread(core, 'a', function* (thread) {
    thread.compute(stretch('host compute'), 10 * ms);
    yield;
    lab.note('a');
  }));
  equal(lab.run(), ['13500000009 a']); // 9 switch + 10 ms
  is(ledgerOf(core)['neighbour'], 4 * ms);
});

test.run();
