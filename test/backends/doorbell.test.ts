import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { doorbell } from '../../src/backends/doorbell.ts';
import type { Doorbell } from '../../src/backends/doorbell.ts';
import type { Core } from '../../src/machine/core.ts';
import { Signal } from '../../src/machine/signal.ts';
import { hypervisor as x2 } from '../../src/machine/step.ts';
import { stretch } from '../../src/machine/stretch.ts';
import type { Process, Thread } from '../../src/machine/thread.ts';
import { ledgerOf, TinyMachine } from '../machine/tiny-machine.ts';

const test = suite('doorbell');
const sgi = { send: [x2('ipi_send')], takeForKernel: [], takeForUser: [] };
const take = [x2('phys_iar_eoi')];

/** A back end on one core and somebody on another who rings, at 100 and then every 10 ps. */
function bench(crosses: boolean, times: number, serve: (lab: TinyMachine, thread: Thread, bell: Signal) => Process): { readonly lab: TinyMachine; readonly guest: Core; readonly host: Core } {
  const lab = new TinyMachine({ prices: { ipi_send: 15, phys_iar_eoi: 33 } });
  const [guest, host] = [lab.core('guest'), lab.core('host')];
  const bell = new Signal(lab.machine);
  const door: Doorbell = doorbell(lab.machine, bell, host, crosses ? sgi : null, take);
  lab.thread(host, 'back end', (thread) => serve(lab, thread, bell));
  lab.thread(guest, 'ringer', function* (thread) {
    thread.run(lab.path(94));
    yield;
    for (let i = 0; i < times; i++) {
      door.ring();
      thread.run(lab.path(10));
      yield;
    }
    lab.note('ringer');
  });
  return { lab, guest, host };
}

function* sleeping(lab: TinyMachine, thread: Thread, bell: Signal): Process {
  thread.wait(bell);
  yield;
  lab.note('woken');
}

test('where guest and host share a kernel, the core that rings wakes the sleeper itself', () => {
  const { lab, guest } = bench(false, 1, sleeping);
  equal(lab.run(), [
    '160 ringer', // 6 + 94 + 50 wake on an idle core + 10
    '746 woken', // 150 + 500 flight + 70 idle exit + 20 reschedule + 6 switch
  ]);
  is(ledgerOf(guest)['doorbell SGI'], undefined);
});

test('where the host is another VM, an SGI has its core do that', () => {
  const { lab, guest, host } = bench(true, 1, sleeping);
  equal(lab.run(), [
    '125 ringer', // 6 + 94 + 15 SGI + 10
    '754 woken', // 115 + 500 flight + 70 idle exit + 33 taken + 30 wake + 6 switch
  ]);
  is(ledgerOf(guest)['doorbell SGI'], 1);
  is(ledgerOf(host)['doorbell taken'], 1);
});

test('who rings while an SGI is on its way pays for another, and there is one wake-up', () => {
  const { lab, guest, host } = bench(true, 3, sleeping);
  is(lab.run().at(-1), '754 woken');
  is(ledgerOf(guest)['doorbell SGI'], 3);
  is(ledgerOf(host)['doorbell taken'], 1);
  is(ledgerOf(host)['wake'], 1);
});

test('who rings twice at once sends one SGI', () => {
  const lab = new TinyMachine({ prices: { ipi_send: 15 } });
  const [guest, host] = [lab.core('guest'), lab.core('host')];
  const bell = new Signal(lab.machine);
  const door = doorbell(lab.machine, bell, host, sgi, take);
  lab.thread(host, 'back end', (thread) => sleeping(lab, thread, bell));
  lab.thread(guest, 'ringer', function* (thread) {
    thread.run(lab.path(94));
    yield;
    door.ring();
    door.ring();
  });
  lab.run();
  is(ledgerOf(guest)['doorbell SGI'], 1);
});

test('a back end that polls sees the ring: no SGI', () => {
  const { lab, guest, host } = bench(true, 1, function* (lab, thread, bell) {
    thread.poll(bell, Infinity, stretch('user poll'));
    yield;
    lab.note('seen');
  });
  equal(lab.run(), ['100 seen', '110 ringer']);
  is(ledgerOf(guest)['doorbell SGI'], undefined);
  is(ledgerOf(host)['doorbell taken'], undefined);
});

test('a back end that is busy is not told: it looks before it sleeps', () => {
  const { lab, guest } = bench(true, 1, function* (lab, thread, bell) {
    thread.run(lab.path(500));
    yield;
    is(bell.raised, false);
    lab.note('busy');
  });
  equal(lab.run(), ['110 ringer', '506 busy']);
  is(ledgerOf(guest)['doorbell SGI'], undefined);
});

test.run();
