import { suite } from 'uvu';
import { equal, is, throws } from 'uvu/assert';
import { Meter } from '../../src/machine/meter.ts';
import { Tariff } from '../../src/machine/path.ts';
import { guestKernel, hostUser } from '../../src/machine/step.ts';
import { stretch } from '../../src/machine/stretch.ts';
import { Frame } from '../../src/machine/thread.ts';
import { Simulation } from '../../src/sim/simulation.ts';

const test = suite('meter');

function newMeter() {
  const simulation = new Simulation();
  const tariff = new Tariff((cost) => (cost === 'copy_per_byte_l1' ? 2 : 100));
  const meter = new Meter(simulation, { fire: () => {} });
  meter.finish(undefined); // the rest before the first thread
  const copy = tariff.path('copy', [hostUser('copy_fixed'), hostUser('copy_per_byte_l1')]);
  return { simulation, tariff, meter, copy, plain: tariff.path('plain', [guestKernel('used_read')]) };
}

test('a path passes at once when nothing else happens before its end', () => {
  const { simulation, meter, plain } = newMeter();
  is(meter.charge('path', plain, 0), true);
  is(simulation.now, 100);
  is(meter.ledger.visits[plain.id], 1);
  is(meter.doing, 'nothing');
  is(meter.finish(undefined), 'nothing');
  is(meter.ledger.visits[plain.id], 1);
});

test('a path with bytes takes its price and theirs, and both are noted', () => {
  const { simulation, meter, copy } = newMeter();
  meter.charge('path', copy, 64);
  is(simulation.now, 228); // 100 + 64 * 2
  is(meter.ledger.bytes[copy.id], 64);
});

test('a path that something else interrupts is a visit only at its end', () => {
  const { simulation, meter, plain } = newMeter();
  const seen: (readonly number[])[] = [];
  simulation.schedule(30, { fire: () => seen.push([simulation.now, meter.unfinishedPs, meter.ledger.visits[plain.id]]) });
  is(meter.charge('path', plain, 0), false);
  simulation.run();
  equal(seen, [[30, 30, 0]]);
  is(simulation.now, 100);
  meter.finish(undefined);
  is(meter.ledger.visits[plain.id], 1);
});

test('a stretch that is cut off notes what elapsed and leaves the rest', () => {
  const { simulation, meter } = newMeter();
  const frame = new Frame();
  frame.stretch = stretch('guest compute');
  frame.leftPs = 1000;
  simulation.schedule(400, { fire: () => simulation.stop() });
  is(meter.burn(1000), false);
  simulation.run();
  is(meter.finish(frame), 'stretch');
  is(frame.leftPs, 600);
  is(meter.ledger.elapsedPs[frame.stretch.id], 400);
});

test('a stretch without an end needs no event', () => {
  const { simulation, meter } = newMeter();
  is(meter.burn(Infinity), false);
  simulation.run();
  is(simulation.now, 0);
});

test('rest is noted as idle time, spinning by its name', () => {
  const { simulation, meter } = newMeter();
  const frame = new Frame();
  frame.stretch = stretch('EL2 spin');
  for (const doing of ['idle', 'wfi', 'spin'] as const) {
    meter.rest(doing);
    is(simulation.tryAdvance(simulation.now + 50), true);
    is(meter.unfinishedPs, 50);
    is(meter.finish(frame), doing);
  }
  is(meter.ledger.idlePs, 100);
  is(meter.ledger.elapsedPs[frame.stretch.id], 50);
});

test('what is finished is not finished again', () => {
  const { simulation, meter, plain } = newMeter();
  simulation.schedule(30, { fire: () => {} });
  meter.charge('switch', plain, 0);
  simulation.run();
  is(meter.finish(undefined), 'switch');
  is(meter.finish(undefined), 'nothing');
  is(meter.ledger.visits[plain.id], 1);
  is(meter.unfinishedPs, 0);
});

test('time without a name is a fault, and says when', () => {
  const { simulation, meter } = newMeter();
  meter.burn(70);
  is(simulation.now, 70);
  throws(() => meter.finish(new Frame()), /^time without a name at 70 ps$/);
});

test('a ledger has room for as many paths as there are', () => {
  const { tariff, meter } = newMeter();
  const paths = Array.from({ length: 600 }, (_, i) => tariff.path(`${i}`, [hostUser('smp_mb')]));
  for (const path of [...paths].reverse()) meter.charge('errand', path, 3);
  for (const { id } of paths) equal([meter.ledger.visits[id], meter.ledger.bytes[id]], [1, 3]);
});

test.run();
