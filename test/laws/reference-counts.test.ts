import { suite } from 'uvu';
import { equal } from 'uvu/assert';
import { counts } from '../../src/experiment/metrics.ts';
import { runOnce } from '../../src/experiment/run.ts';
import type { ParameterValue } from '../../src/machine/parameter.ts';
import { specimen } from '../specimen.ts';

const test = suite('law: counts of one write, composed from read sources');

/**
 * One block write at depth 1: back end asleep, guest idle, separate cores, nothing suppressed, no halt polling.
 * `exits` of the guest, `host` exits of the HostVM, `ipis` of the hypervisor (not those that wake a core for its
 * scheduler), `wakeups` of all threads (a vCPU is one under KVM), `syscalls` of the host's, `user` exits.
 */
interface Counts {
  readonly exits: number;
  readonly host: number;
  readonly ipis: number;
  readonly wakeups: number;
  readonly syscalls: number;
  readonly user: number;
}

/** A pause between requests, longer than the daemon polls; it costs the guest its own timer interrupt. */
const PAUSE_NS = 400_000;
const POLLS_FOR_100_US = { 'policy.daemon_poll_iters': 1450 };
const POLLS_ALWAYS = { 'policy.daemon_poll_iters': 1e9 };

function measured(system: string, set: Readonly<Record<string, ParameterValue>> = {}, thinktimeNs = 0): Counts {
  const spec = specimen(system, { set: { 'device.distribution': 'fixed', 'device.service': 20_000, ...set }, job: { rw: 'randwrite', thinktimeNs }, requests: 100 });
  const { machine, account, latenciesPs } = runOnce(spec, 1);
  const counted = counts(machine.tariff, account.visits);
  const each = (visits: number): number => Math.round((100 * visits) / latenciesPs.length) / 100;
  return {
    exits: each(counted.exit), host: each(counted['host exit']), ipis: each(counted.ipi), wakeups: each(counted.wakeup), syscalls: each(counted.syscall), user: each(counted['user exit']),
  };
}

test('static partition, daemon: notify, SGI, status and acknowledgement; wake-up SGI, hypercall and device interrupt', () => {
  // 4 exits and the one of the pause's timer.
  equal(measured('static-partition/user-thread', POLLS_FOR_100_US, PAUSE_NS), { exits: 5, host: 3, ipis: 2, wakeups: 3, syscalls: 6, user: 0 });
});

test('static partition, daemon and worker on cores of their own: two more exits of the HostVM for the wake-up across cores', () => {
  equal(measured('static-partition/user-thread', { ...POLLS_FOR_100_US, 'topology.host_cores': 2 }, PAUSE_NS), { exits: 5, host: 5, ipis: 2, wakeups: 3, syscalls: 6, user: 0 });
});

test('static partition, kernel thread: no system call; both SGIs and both entries of the host remain', () => {
  // Whoever answers the two registers is awake: the kick is not for him and would not wake him.
  equal(measured('static-partition/vhost', POLLS_ALWAYS), { exits: 4, host: 3, ipis: 2, wakeups: 2, syscalls: 0, user: 0 });
});

test('static partition, at EL2: notify, device interrupt, status and acknowledgement, and nobody else', () => {
  equal(measured('static-partition/el2'), { exits: 4, host: 0, ipis: 0, wakeups: 0, syscalls: 0, user: 0 });
});

test('static partition, passthrough: the device interrupt', () => {
  equal(measured('static-partition/passthrough'), { exits: 1, host: 0, ipis: 0, wakeups: 0, syscalls: 0, user: 0 });
});

for (const hypervisor of ['nvhe', 'vhe']) {
  test(`${hypervisor}, I/O thread: notify and WFI; woken by the kick and by the completion, and the vCPU`, () => {
    // "about 5" system calls: the completion's eventfd is read as well.
    equal(measured(`${hypervisor}/user-thread`), { exits: 2, host: 0, ipis: 0, wakeups: 3, syscalls: 6, user: 0 });
  });

  test(`${hypervisor}, I/O thread behind virtio-mmio: two exits to user space more`, () => {
    // The way back from each is a system call, and in the second the line is lowered by another.
    equal(measured(`${hypervisor}/user-thread`, { 'policy.transport': 'mmio' }), { exits: 4, host: 0, ipis: 0, wakeups: 3, syscalls: 9, user: 2 });
  });

  test(`${hypervisor}, vCPU thread: the notification goes to user space; the main loop and the vCPU are woken for the completion`, () => {
    equal(measured(`${hypervisor}/user-thread[io=vcpu]`), { exits: 2, host: 0, ipis: 0, wakeups: 2, syscalls: 6, user: 1 });
  });

  test(`${hypervisor}, vhost: notify and WFI, no system call`, () => {
    equal(measured(`${hypervisor}/vhost`), { exits: 2, host: 0, ipis: 0, wakeups: 3, syscalls: 0, user: 0 });
  });

  test(`${hypervisor}, sidecore: WFI; the vCPU is woken by one system call`, () => {
    equal(measured(`${hypervisor}/sidecore`), { exits: 1, host: 0, ipis: 0, wakeups: 1, syscalls: 1, user: 0 });
  });

  test(`${hypervisor}, passthrough with GICv4 and native WFI: nothing at all`, () => {
    equal(measured(`${hypervisor}/passthrough[irq=gicv4]`), { exits: 0, host: 0, ipis: 0, wakeups: 0, syscalls: 0, user: 0 });
  });
}

test.run();
