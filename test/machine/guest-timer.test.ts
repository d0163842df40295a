import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { blockingIdle } from '../../src/hypervisors/idle.ts';
import { GuestTimer } from '../../src/machine/guest-timer.ts';
import { haltPolling } from '../../src/machine/poll-window.ts';
import { stretch } from '../../src/machine/stretch.ts';
import type { Vcpu } from '../../src/machine/vcpu.ts';
import { TinyMachine } from './tiny-machine.ts';

const test = suite('guest timer');

/** 50 through the host, entry with a flush, 20 in the guest's handler. */
function timerOf(lab: TinyMachine, vcpu: Vcpu): GuestTimer {
  return new GuestTimer(vcpu, lab.interruptPaths(55, 50), lab.path(20, 'timer handler'));
}

/** A vCPU that sleeps in its own WFI from 106 on. */
function idleGuest(lab: TinyMachine): Vcpu {
  return lab.vcpu(lab.core(), 'vcpu', function* () {});
}

test('it calls back in the handler of its interrupt', () => {
  const lab = new TinyMachine();
  const timer = timerOf(lab, idleGuest(lab));
  timer.at(1000, () => (lab.note('expired'), null));
  equal(lab.run(), ['1193 expired']); // 8 WFI ends + 55 in guest + 110 entry with flush + 20 handler
});

test('a sooner time is told sooner, a later one by an interrupt of its own', () => {
  const lab = new TinyMachine();
  const timer = timerOf(lab, idleGuest(lab));
  for (const ps of [5000, 1000, 3000]) timer.at(ps, () => (lab.note(`${ps}`), null));
  equal(lab.run(), [
    '1193 1000',
    '3194 3000', // as 1000, and 1: the entry folds the list register of the one before
    '5194 5000',
  ]);
});

test('times that have come when its handler runs share one interrupt', () => {
  const lab = new TinyMachine();
  const timer = timerOf(lab, idleGuest(lab));
  for (const ps of [1000, 1100, 1193, 1194]) timer.at(ps, () => (lab.note(`${ps}`), null));
  equal(lab.run().slice(0, 3), ['1193 1000', '1193 1100', '1193 1193']);
  is(lab.log.length, 4);
});

test('a time that has passed is told at once', () => {
  const lab = new TinyMachine();
  const timer = timerOf(lab, idleGuest(lab));
  lab.at(1000, () => timer.at(400, () => (lab.note('expired'), null)));
  equal(lab.run(), ['1193 expired']);
});

test('what it starts runs before what was interrupted, with interrupts on', () => {
  const lab = new TinyMachine();
  const core = lab.core();
  const vcpu = lab.vcpu(core, 'vcpu', function* ({ thread }) {
    thread.compute(stretch('guest compute'), 2000);
    yield;
    lab.note('task');
  });
  const timer = timerOf(lab, vcpu);
  timer.at(1106, () => (function* () {
    is(vcpu.masked, false);
    vcpu.thread.run(lab.path(300));
    yield;
    lab.note('urgent');
  })());
  equal(lab.run(), [
    '1591 urgent', // 1106 + 55 + 110 + 20 + 300
    '2591 task', // 1000 left
  ]);
});

test('a blocked vCPU is woken by it', () => {
  const lab: TinyMachine = new TinyMachine({ idle: (vcpu) => block(vcpu) });
  const rule = haltPolling({ maxPs: 0, startPs: 0, grow: 2, shrink: 0 });
  const block = blockingIdle(() => ({ toWfi: lab.path(3), exit: lab.path(30), block: lab.path(300) }), rule, stretch('halt poll'));
  const vcpu = idleGuest(lab);
  const timer = timerOf(lab, vcpu);
  timer.at(1000, () => (lab.note('expired'), null));
  lab.at(900, () => lab.note(vcpu.place));
  equal(lab.run(), [
    '900 blocked',
    '1386 expired', // 70 idle exit + 50 in host + 130 wake a vCPU + 6 switch + 110 entry with flush + 20
  ]);
});

test.run();
