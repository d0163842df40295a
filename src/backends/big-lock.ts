import { Lock } from '../machine/lock.ts';
import type { Plan } from './backend.ts';

const known = new WeakMap<object, Lock>();

/**
 * The big lock of a guest's VMM: a vCPU thread holds it while it emulates a register, the main loop from its wake-up
 * until it sleeps again; I/O threads do without. QEMU 7.2 accel/kvm/kvm-all.c, util/main-loop.c.
 */
export function bigLock({ machine, steps, vcpus }: Pick<Plan, 'machine' | 'steps' | 'vcpus'>): Lock {
  let lock = known.get(vcpus);
  if (lock === undefined) {
    const h = steps.hostKernel;
    lock = new Lock(
      machine,
      machine.tariff.path('big lock waited for', [...steps.syscall, h('futex_wait'), ...steps.sysreturn]),
      machine.tariff.path('big lock handed on', [...steps.syscall, h('futex_wake'), ...steps.sysreturn]),
    );
    known.set(vcpus, lock);
  }
  return lock;
}
