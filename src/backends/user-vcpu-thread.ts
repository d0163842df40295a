import { Lock } from '../machine/lock.ts';
import { fixedWindow } from '../machine/poll-window.ts';
import { hostUser as u } from '../machine/step.ts';
import type { Steps } from '../machine/step.ts';
import type { Process, Thread } from '../machine/thread.ts';
import type { Front, Plan } from './backend.ts';
import { HostDevice } from './host-device.ts';
import { isrAccess } from './isr.ts';
import { drain } from './loops.ts';
import type { Worker } from './loops.ts';
import type { Port } from './port.ts';
import { vmmThread } from './user-iothread.ts';
import { serveByWorker } from './virtio-worker.ts';

/**
 * No ioeventfd: the vCPU thread leaves for user space and submits under the big lock; completions run in the main
 * loop, which needs the same lock. QEMU hw/virtio/virtio.c, util/async.c.
 */
export function vcpuThreadFronts(plan: Plan): readonly Front[] {
  const { machine, steps, device, venue } = plan;
  const { tariff } = machine;
  const h = steps.hostKernel;
  const core = plan.dealHostCore();
  const path = (name: string, list: Steps) => tariff.path(`big lock ${name}`, list);
  const bigLock = new Lock(
    machine,
    path('taken', [u('bql_acquire')]),
    path('waited for', [...steps.syscall, h('futex_wait')]),
    path('handed on', [...steps.syscall, h('futex_wake'), ...steps.sysreturn]),
  );
  const kind = vmmThread(plan, 'main loop', [u('vmm_loop_turn_main')]);
  const notifyLoop = tariff.path('main loop notified', [...steps.syscall, h('vfs_rw'), h('eventfd_signal'), h('epoll_callback'), ...steps.sysreturn]);

  function* submit(thread: Thread, ports: readonly Port[]): Process {
    thread.call(bigLock.acquire(thread));
    yield;
    thread.call(drain({ thread, ports: ports.map(submitting), weight: Infinity }));
    yield;
    thread.call(bigLock.release(thread));
    yield;
  }

  function* complete({ thread, bell, ports, paths }: Worker): Process {
    for (;;) {
      thread.run(paths.sleep);
      yield;
      if (!ports.some((port) => port.hasDone)) {
        thread.wait(bell);
        yield;
        thread.run(paths.woken);
        yield;
      }
      bell.clear();
      thread.call(bigLock.acquire(thread));
      yield;
      thread.call(drain({ thread, ports: ports.map(completing), weight: Infinity }));
      yield;
      thread.call(bigLock.release(thread));
      yield;
    }
  }

  return serveByWorker(plan, core, {
    ...kind,
    serve: [...kind.serve, ...notifyLoop.steps],
    window: fixedWindow(0),
    isr: isrAccess(plan),
    kick: (_bell, _core, ports) => ({ weight: 'user', carriesData: true, steps: steps.exit.user, tell: (vcpu) => submit(vcpu.thread, ports()) }),
    device: (client) => new HostDevice(plan, core, steps.deviceIrq, [...device.interrupt(venue), h('aio_complete'), h('eventfd_signal'), h('epoll_callback')], client).model,
    loop: complete,
  });
}

/** The half of a port that the vCPU thread serves: chains are taken, nothing is completed. */
function submitting(port: Port): Port {
  return { ...half(port), take: () => take(port), reap: () => -1 };
}

/** The half that the main loop serves. */
function completing(port: Port): Port {
  return { ...half(port), take: () => -1, reap: () => port.reap() };
}

/** Empty again after the last chain: kicks were never off, so the index asks for the next one. */
function take(port: Port): number {
  const head = port.take();
  port.queue.enableKicks();
  return head;
}

function half(port: Port) {
  return {
    receives: port.receives, hasWork: port.hasWork, queue: port.queue, paths: port.paths, call: port.call, hasDone: port.hasDone,
    start: (head: number) => port.start(head), giveBack: (head: number) => port.giveBack(head), disableKicks: () => {}, enableKicks: () => false,
  };
}
