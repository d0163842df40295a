import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { blockingIdle } from '../../src/hypervisors/idle.ts';
import type { Core } from '../../src/machine/core.ts';
import { Injection } from '../../src/machine/injection.ts';
import { Interrupt } from '../../src/machine/interrupt.ts';
import { Signal } from '../../src/machine/signal.ts';
import { haltPolling } from '../../src/machine/poll-window.ts';
import { stretch } from '../../src/machine/stretch.ts';
import type { Process } from '../../src/machine/thread.ts';
import type { Vcpu } from '../../src/machine/vcpu.ts';
import { ledgerOf, TinyMachine } from './tiny-machine.ts';

const test = suite('injection');
const ms = 1e9;
const computing = stretch('guest compute');

/** A guest, and a core from which its interrupt is injected at the times asked for. */
interface Bench {
  readonly lab: TinyMachine;
  readonly vcpu: Vcpu;
  readonly guest: Core;
  readonly host: Core;
  readonly injection: Injection;
  injectAt(ps: number): void;
}

/** As KVM injects: by an IPI into the guest, by a wake-up of who polls or sleeps, by nothing else where it will enter by itself. */
function bench(body: (vcpu: Vcpu, lab: TinyMachine) => Process, windowPs: number | null = null): Bench {
  const lab: TinyMachine = new TinyMachine({ slicePs: 100 * ms, ...(windowPs === null ? {} : { idle: (vcpu) => blocking(vcpu) }) });
  const blocking = blockingIdle(() => ({ toWfi: lab.path(0), exit: lab.path(30, 'WFI exit'), block: lab.path(300, 'block') }), haltPolling({ maxPs: windowPs ?? 0, startPs: windowPs ?? 0, grow: 1, shrink: 2 }), stretch('halt poll'));
  const [guest, host] = [lab.core('guest'), lab.core('host')];
  const vcpu = lab.vcpu(guest, 'vcpu', (vcpu) => body(vcpu, lab));
  const to = (send: number, then: 'ipi' | 'wake' | 'nothing', place: string) => ({ send: lab.path(send, `inject ${place}`), then });
  const injection = new Injection(vcpu, lab.line('irq', 20), {
    'in guest': to(15, 'ipi', 'in guest'), exited: to(10, 'nothing', 'exited'), polling: to(11, 'wake', 'polling'),
    blocked: to(12, 'wake', 'blocked'), wfi: to(16, 'ipi', 'in WFI'), spinning: to(13, 'nothing', 'spinning'),
  }, new Interrupt(lab.machine, guest, { inGuest: lab.path(55, 'kicked out'), inHost: lab.path(50, 'kicked in host') }, () => {}));
  const ask = new Interrupt(lab.machine, host, lab.interruptPaths(0, 0), () => injection.raise());
  return { lab, vcpu, guest, host, injection, injectAt: (ps) => lab.at(ps, () => ask.raise()) };
}

function* work({ thread }: Vcpu, lab: TinyMachine, ps: number, what = 'task'): Process {
  thread.compute(computing, ps);
  yield;
  lab.note(what);
}

test('in guest: an IPI makes it exit, and the entry after it shows the interrupt', () => {
  const { lab, guest, injectAt } = bench((vcpu, lab) => work(vcpu, lab, 5000));
  injectAt(1000);
  equal(lab.run(), [
    '1680 irq begins', // 15 send + 500 flight + 55 kicked out + 110 entry with flush
    '5291 task', // 106 + 5000 + 55 + 110 + 20
  ]);
  is(ledgerOf(guest)['kicked out'], 1);
});

test('exited: it is seen at the next entry, without an IPI', () => {
  const { lab, guest, injectAt } = bench(function* (vcpu, lab) {
    vcpu.exitTo('kernel');
    vcpu.thread.run(lab.path(2000));
    yield;
    lab.note('exit handled');
    vcpu.resumes();
  });
  injectAt(1000);
  equal(lab.run(), [
    '2106 exit handled', // 6 + 100 + 2000
    '2216 irq begins', // 110 entry with flush
  ]);
  is(ledgerOf(guest)['kicked in host'], undefined);
});

test('polling: its poll ends at once, without an IPI and without a wake-up', () => {
  const { lab, vcpu, guest, host, injectAt } = bench(function* () {}, 5000);
  injectAt(1000); // the first wait finds no window, and opens it
  injectAt(4000);
  lab.at(3999, () => lab.note(vcpu.place));
  lab.runTo(5000);
  equal(lab.log.slice(1), [
    '3999 polling',
    '4192 irq begins', // 70 idle exit of the host's core + 11 send + 111 entry with flush and fold
  ]);
  equal([ledgerOf(host)['inject polling'], ledgerOf(host)['wake a vCPU on a busy core'], ledgerOf(guest)['kicked out']], [1, undefined, undefined]);
});

test('blocked: it is woken up', () => {
  const { lab, vcpu, injectAt } = bench(function* () {}, 0);
  injectAt(1000);
  lab.at(999, () => lab.note(vcpu.place));
  equal(lab.run().slice(0, 2), [
    '999 blocked',
    // 12 send + 150 wake a vCPU on an idle core + 500 flight + 70 idle exit + 22 reschedule + 6 switch + 110 entry with flush
    '1870 irq begins',
  ]);
});

test('wfi: an IPI ends the sleep of its core', () => {
  const { lab, vcpu, injectAt } = bench(function* () {});
  injectAt(1000);
  lab.at(999, () => lab.note(vcpu.place));
  equal(lab.run(), [
    '999 wfi',
    '1689 irq begins', // 16 send + 500 flight + 8 WFI ends + 55 + 110
  ]);
});

/** An exit that ends, or begins, at a time. */
function* exitBetween(vcpu: Vcpu, lab: TinyMachine, beforePs: number, exitPs: number): Process {
  if (beforePs > 0) {
    vcpu.thread.compute(computing, beforePs);
    yield;
  }
  vcpu.exitTo('kernel');
  vcpu.thread.run(lab.path(exitPs));
  yield;
  vcpu.resumes();
  vcpu.thread.compute(computing, 5000);
  yield;
}

test('entering its guest while the sender pays: the sender pays for the IPI too, and it is taken', () => {
  // Entered at 1005 (106 + 799 + 100); the price is taken at 1000 and paid at 1010.
  const { lab, guest, host, injectAt } = bench((vcpu, lab) => exitBetween(vcpu, lab, 0, 799));
  injectAt(1000);
  lab.run();
  const sent = ledgerOf(host);
  equal([sent['inject exited'], sent['inject in guest, late'], ledgerOf(guest)['kicked out']], [1, 1, 1]);
});

test('leaving its guest while the sender pays: the IPI that was paid for is sent', () => {
  // Left at 1006 (106 + 900); the price is taken at 1000 and paid at 1015.
  const { lab, guest, host, injectAt } = bench((vcpu, lab) => exitBetween(vcpu, lab, 900, 2000));
  injectAt(1000);
  lab.run();
  const taken = ledgerOf(guest);
  equal([ledgerOf(host)['inject in guest'], (taken['kicked out'] ?? 0) + (taken['kicked in host'] ?? 0)], [1, 1]);
});

test('spinning: it is pending until the end of the spin', () => {
  const { lab, vcpu, guest, injectAt } = bench(function* (vcpu, lab) {
    const answer = new Signal(lab.machine);
    lab.at(3000, () => answer.raise());
    lab.at(2999, () => lab.note(vcpu.place));
    vcpu.exitTo('el2');
    vcpu.spinning = true;
    vcpu.thread.spin(answer, stretch('EL2 spin'));
    yield;
    vcpu.spinning = false;
    vcpu.resumes();
    lab.note('answered');
  });
  injectAt(1000);
  equal(lab.run(), ['2999 spinning', '3000 answered', '3090 irq begins']); // 90 entry from EL2 with flush
  is(ledgerOf(guest)['EL2 spin'], 2894); // 106 to 3000
  is(vcpu.place, 'wfi');
});

test('a vCPU that enters its guest while it is being injected into becomes due an IPI, which is paid then', () => {
  const { lab, guest, host, injectAt } = bench(function* (vcpu, lab) {
    vcpu.exitTo('kernel');
    vcpu.thread.run(lab.path(2000));
    yield;
    vcpu.resumes();
    yield* work(vcpu, lab, 5000);
  });
  injectAt(2200); // 106 + 2000 + 100: it is entered at 2206
  equal(lab.run(), [
    '2890 irq begins', // 10 send as to one that has exited + 15 + 500 flight + 55 + 110
    '7391 task', // 2206 + 5000 + 55 + 110 + 20
  ]);
  equal([ledgerOf(host)['inject exited'], ledgerOf(guest)['kicked out']], [1, 1]);
});

test('what is pending is coalesced: the sender pays, nothing else happens', () => {
  const { lab, guest, host, injectAt } = bench((vcpu, lab) => work(vcpu, lab, 5000));
  injectAt(1000);
  injectAt(1100);
  injectAt(1200);
  equal(lab.run(), ['1680 irq begins', '5291 task']);
  equal([ledgerOf(host)['inject in guest'], ledgerOf(guest)['kicked out']], [3, 1]);
});

test('raised again before it was sent, it is sent once', () => {
  const { lab, guest, host, injection } = bench((vcpu, lab) => work(vcpu, lab, 5000));
  lab.thread(host, 'injector', function* (thread) {
    thread.run(lab.path(500));
    yield;
    injection.raise();
    injection.raise();
  });
  equal(lab.run().length, 2);
  equal([ledgerOf(host)['inject in guest'], ledgerOf(guest)['kicked out']], [1, 1]);
});

test('within its handler it can be pending again, and is taken after it', () => {
  const { lab, injectAt } = bench((vcpu, lab) => work(vcpu, lab, 5000));
  injectAt(1000);
  injectAt(1610); // 70 idle exit + 15 send: pending again at 1695, in the handler that began at 1680
  equal(lab.run(), [
    '1680 irq begins',
    '2361 irq begins', // 500 flight + 55 kicked out + 111 entry with flush and fold
    '5477 task', // 5106 + 2 * (55 + 20) + 110 + 111
  ]);
});

test('the core of the vCPU needs no IPI to inject into it', () => {
  const { lab, vcpu, guest, injection } = bench((vcpu, lab) => work(vcpu, lab, 5000));
  const own = new Interrupt(lab.machine, guest, lab.interruptPaths(55, 50), () => injection.raise());
  lab.at(1000, () => own.raise());
  equal(lab.run(), [
    '1175 irq begins', // 55 in guest + 10 send + 110 entry with flush
    '5301 task',
  ]);
  is(ledgerOf(guest)['kicked out'], undefined);
  is(vcpu.hasPending, false);
});

test('pending already in a handler that masks it, it is sent no second time', () => {
  const lab = new TinyMachine({ slicePs: 100 * ms });
  const [guest, host] = [lab.core('guest'), lab.core('host')];
  const vcpu = lab.vcpu(guest, 'vcpu', (vcpu) => work(vcpu, lab, 5000));
  const by = { send: lab.path(10), then: 'ipi' } as const;
  const injection = new Injection(vcpu, {
    name: 'irq',
    *handler({ thread }) {
      lab.note('irq begins');
      thread.compute(computing, 4000);
      yield;
    },
  }, { 'in guest': by, exited: by, polling: by, blocked: by, wfi: by, spinning: by }, new Interrupt(lab.machine, guest, { inGuest: lab.path(55, 'kicked out'), inHost: lab.path(50, 'kicked in host') }, () => {}));
  const ask = new Interrupt(lab.machine, host, lab.interruptPaths(0, 0), () => injection.raise());
  for (const ps of [1000, 2000, 4000]) lab.at(ps, () => ask.raise());
  equal(lab.run(), [
    '1675 irq begins', // 10 send + 500 flight + 55 + 110
    '5841 irq begins', // pending from 2080 on: 4000 the first, and 55 + 111 entry with flush and fold in its middle
    '13437 task', // 106 + 5000 + 2 * (4000 + 55) + 110 + 111
  ]);
  is(ledgerOf(guest)['kicked out'], 2);
});

test('an injection that always sends an IPI sends none to the core that it is made on', () => {
  const lab = new TinyMachine({ slicePs: 100 * ms });
  const guest = lab.core('guest');
  const vcpu = lab.vcpu(guest, 'vcpu', (vcpu) => work(vcpu, lab, 5000));
  const by = { send: lab.path(10), then: 'ipi' } as const;
  const injection = new Injection(vcpu, lab.line('irq', 20), { 'in guest': by, exited: by, polling: by, blocked: by, wfi: by, spinning: by }, new Interrupt(lab.machine, guest, { inGuest: lab.path(55, 'kicked out'), inHost: lab.path(50, 'kicked in host') }, () => {}));
  const own = new Interrupt(lab.machine, guest, lab.interruptPaths(55, 50), () => injection.raise());
  lab.at(1000, () => own.raise());
  equal(lab.run(), ['1175 irq begins', '5301 task']); // 55 in guest + 10 send + 110 entry with flush
  equal([ledgerOf(guest)['kicked out'], ledgerOf(guest)['kicked in host']], [undefined, undefined]);
});

test('preempted: it is seen when the vCPU is entered again', () => {
  const { lab, vcpu, guest, injectAt } = bench((vcpu, lab) => work(vcpu, lab, 5 * ms));
  lab.at(4 * ms, () => lab.thread(guest, 'other', function* (thread) {
    thread.run(lab.path(2000));
    yield;
    lab.note(vcpu.place);
  }));
  injectAt(4 * ms + 1000);
  equal(lab.run().slice(0, 2), [
    '4000002069 exited', // 60 preempted + 9 switch + 2000
    '4000002188 irq begins', // 9 switch + 110 entry with flush
  ]);
});

test.run();
