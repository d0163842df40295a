import type { Path } from '../machine/path.ts';
import { AdaptiveWindow } from '../machine/poll-window.ts';
import type { AdaptiveRule, PollWindow } from '../machine/poll-window.ts';
import type { Stretch } from '../machine/stretch.ts';
import type { Process } from '../machine/thread.ts';
import type { Vcpu } from '../machine/vcpu.ts';

/** A guest with nothing to do executes WFI, which is not trapped: its core sleeps until any interrupt. */
export function nativeIdle(toWfi: () => Path): (vcpu: Vcpu) => Process {
  return function* (vcpu) {
    vcpu.thread.run(toWfi());
    yield;
    if (vcpu.hasWork) return;
    vcpu.thread.wfi();
    yield;
  };
}

/** WFI traps: the vCPU thread polls for an interrupt if it may, then blocks. Linux virt/kvm/kvm_main.c kvm_vcpu_halt. */
export function blockingIdle(paths: () => { readonly toWfi: Path; readonly exit: Path; readonly block: Path }, rule: AdaptiveRule, polling: Stretch): (vcpu: Vcpu) => Process {
  const windows = new Map<Vcpu, PollWindow>();
  return function* (vcpu) {
    const { thread, wakeUp } = vcpu;
    const { simulation } = vcpu.machine;
    const { toWfi, exit, block } = paths();
    thread.run(toWfi);
    yield;
    if (vcpu.hasWork) return;
    vcpu.exitTo('kernel');
    thread.run(exit);
    yield;
    let window = windows.get(vcpu);
    if (window === undefined) {
      window = new AdaptiveWindow(rule);
      windows.set(vcpu, window);
    }
    const sincePs = simulation.now;
    // An injection that found the thread asleep on something else (a lock) has left its edge behind.
    wakeUp.clear();
    if (!vcpu.hasPending && window.ps > 0 && thread.core.queue.empty) {
      thread.poll(wakeUp, window.ps, polling);
      yield;
    }
    if (!vcpu.hasPending) {
      thread.run(block);
      yield;
      while (!vcpu.hasPending) {
        thread.wait(wakeUp);
        yield;
      }
    }
    window.waited(simulation.now - sincePs);
    wakeUp.clear();
    vcpu.resumes();
  };
}
