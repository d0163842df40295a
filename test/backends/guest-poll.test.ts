import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { trial } from '../../src/experiment/trial.ts';
import type { ParameterValue } from '../../src/machine/parameter.ts';
import { everySystem } from '../laws/every-system.ts';
import { specimen } from '../specimen.ts';

const test = suite('guest polling');

const polling = (system: string, set: Readonly<Record<string, ParameterValue>> = {}, workload = 'rr') =>
  trial(specimen(system, { device: 'net', workload, set: { 'policy.guest_polls': true, ...set }, requests: 200 }));

test('no system interrupts a guest that polls, and none of its vCPUs executes WFI', () => {
  for (const system of everySystem) {
    const { metrics: { per_request }, ledger } = polling(system);
    is(per_request.interrupts, 0, system);
    is(ledger.steps.find(({ cost }) => cost === 'guest_idle'), undefined, system);
  }
});

test('beside a sidecore there is no exit, no kick and no system call; nor with a device of its own', () => {
  for (const system of ['vhe/sidecore', 'nvhe/sidecore', 'static-partition/sidecore', 'xen/sidecore', 'vhe/passthrough', 'static-partition/passthrough', 'bare-metal/passthrough']) {
    const { per_request } = polling(system).metrics;
    equal([per_request.exits, per_request.kicks, per_request.ipis, per_request.wakeups, per_request.syscalls], [0, 0, 0, 0, 0], system);
  }
});

test('the core is the guest\'s: what it spins is its own time, and it answers sooner for it', () => {
  for (const system of ['vhe/vhost', 'static-partition/user-thread', 'xen/sidecore', 'nvhe/trap-and-emulate']) {
    const [polls, sleeps] = [polling(system), polling(system, { 'policy.guest_polls': false })];
    ok(polls.metrics.latency_us.mean < sleeps.metrics.latency_us.mean, system);
    const { busy } = polls.ledger.cores.find(({ name }) => name === 'guest 0 vCPU 0')!;
    ok(busy > 0.999, system);
    ok(polls.ledger.stretches.some(({ name }) => name === 'guest spin'), system);
  }
});

test('streams and several sessions are polled for too, and a disk is not', () => {
  for (const system of ['vhe/vhost', 'vhe/sidecore', 'static-partition/user-thread']) {
    is(polling(system, { 'workload.direction': 'both' }, 'stream').metrics.per_request.interrupts, 0);
    is(polling(system, { 'workload.sessions': 4, 'topology.vcpus': 2, 'topology.queues': 2 }).metrics.per_request.interrupts, 0);
    ok(trial(specimen(system, { set: { 'policy.guest_polls': true } })).metrics.per_request.interrupts > 0.9);
  }
});

test.run();
