import { suite } from 'uvu';
import { ok } from 'uvu/assert';
import { counts } from '../../src/experiment/metrics.ts';
import { runOnce } from '../../src/experiment/run.ts';
import { specimen } from '../specimen.ts';
import type { Wish } from '../specimen.ts';

const test = suite('law: the counts of real kernel traces');

/** Linux 6.1 KVM in VHE mode, QEMU 7.2, one core for everything: per request, as the tracer of the host saw it. */
const traces: readonly { readonly what: string; readonly system: string; readonly wish: Wish; readonly seen: Readonly<Record<string, number>> }[] = [
  {
    what: 'blk, kick handled in the vCPU thread', system: 'vhe/user-thread[io=vcpu]', wish: { device: 'blk', set: { 'device.service': 0 } },
    seen: { exit: 1, 'wfi exit': 0, 'user exit': 1, 'context switch': 4.055, wakeup: 2.018 },
  },
  {
    what: 'blk, ioeventfd and main loop', system: 'vhe/user-thread[io=main-loop]', wish: { device: 'blk', set: { 'device.service': 0 } },
    seen: { exit: 1, 'wfi exit': 0, 'user exit': 0, 'context switch': 2.045, wakeup: 1.015 },
  },
  {
    what: 'blk, ioeventfd and I/O thread', system: 'vhe/user-thread', wish: { device: 'blk', set: { 'device.service': 0 } },
    seen: { exit: 1.015, 'wfi exit': 0, 'user exit': 0, 'context switch': 2.046, wakeup: 1.015 },
  },
  {
    what: 'net, request/response to a process of the host', system: 'vhe/user-thread', wish: { device: 'net', workload: 'rr', set: { 'device.peer': 'host-process' } },
    seen: { exit: 3.045, 'wfi exit': 2.045, 'user exit': 0, 'context switch': 6.182, wakeup: 3.091 },
  },
];

for (const { what, system, wish, seen } of traces) {
  test(`${what}: within 0.1 (switches of net, of 22 requests: 0.2)`, () => {
    const set = { ...wish.set, 'topology.core_map': 'shared', 'topology.host_cores': 1 };
    const { machine, account, latenciesPs } = runOnce(specimen(system, { ...wish, set, profile: 'emulated-n1', policy: 'linux-6.1-qemu-7.2', requests: 1000 }), 1);
    const counted: Readonly<Record<string, number>> = counts(machine.tariff, account.visits);
    for (const [name, traced] of Object.entries(seen)) {
      const simulated = counted[name] / latenciesPs.length;
      // 65, 66, 55 and 22 requests were traced, among them some switches to kernel threads (rcu_sched).
      const within = name === 'context switch' && wish.device === 'net' ? 0.2 : 0.1;
      ok(Math.abs(simulated - traced) <= within, `${name}: ${simulated} a request, traced ${traced}`);
    }
  });
}

test.run();
