import { fixedWindow } from '../machine/poll-window.ts';
import { hostUser as u } from '../machine/step.ts';
import type { Process, Thread } from '../machine/thread.ts';
import type { Front, Plan } from './backend.ts';
import { bigLock } from './big-lock.ts';
import { HostDevice } from './host-device.ts';
import { interruptsOf } from './interrupts.ts';
import { isrAccess } from './isr.ts';
import type { Bell } from './kick.ts';
import { drain } from './loops.ts';
import type { Worker } from './loops.ts';
import type { Port } from './port.ts';
import { toldByEventfd, vmmThread } from './user-iothread.ts';
import { serveByWorker } from './virtio-worker.ts';

/**
 * No ioeventfd: the vCPU thread leaves for user space and submits under the big lock; completions run in the main
 * loop, which needs the same lock. QEMU hw/virtio/virtio.c, util/async.c.
 */
export function vcpuThreadFronts(plan: Plan): readonly Front[] {
  const { machine: { tariff }, steps } = plan;
  const h = steps.hostKernel;
  const core = plan.dealHostCore();
  const lock = bigLock(plan);
  const taken = tariff.path('big lock taken', [u('bql_acquire')]);
  const kind = vmmThread(plan, 'main loop', [u('vmm_loop_turn_main')]);
  const notifyLoop = tariff.path('main loop notified', [...steps.syscall, h('vfs_rw'), h('eventfd_signal'), h('epoll_callback'), ...steps.sysreturn]);

  function* submit(thread: Thread, ports: readonly Port[]): Process {
    const wait = lock.acquire(thread);
    if (wait !== null) {
      thread.call(wait);
      yield;
    }
    thread.run(taken);
    yield;
    thread.call(drain({ thread, ports: ports.filter((port) => !port.receives).map(submitting), weight: Infinity }));
    yield;
    const wake = lock.release(thread);
    if (wake !== null) {
      thread.call(wake);
      yield;
    }
  }

  /** The main loop is to look at the receive queue again. */
  function* notify(thread: Thread, bell: Bell): Process {
    thread.run(notifyLoop);
    yield;
    bell.raise();
  }

  function* complete({ thread, bell, ports, paths }: Worker): Process {
    for (;;) {
      thread.run(paths.sleep);
      yield;
      const sleeps = !ports.some((port) => port.hasDone);
      if (sleeps) {
        thread.wait(bell);
        yield;
      }
      const wait = lock.acquire(thread);
      if (wait !== null) {
        thread.call(wait);
        yield;
      }
      if (sleeps) {
        thread.run(paths.woken);
        yield;
      }
      bell.clear();
      for (let more = true; more; ) {
        more = false;
        thread.call(drain({ thread, ports: ports.map(completing), weight: Infinity }));
        yield;
        for (const port of ports) {
          if (!port.starves) continue;
          thread.run(paths.enableKicks);
          yield;
          if (port.enableKicks()) more = true;
        }
      }
      const wake = lock.release(thread);
      if (wake !== null) {
        thread.call(wake);
        yield;
      }
    }
  }

  return serveByWorker(plan, core, {
    ...kind,
    serve: [...kind.serve, ...notifyLoop.steps],
    window: fixedWindow(0),
    interrupts: interruptsOf(plan, isrAccess(plan)),
    kick: (bell, _core, ports, receives) => ({ weight: 'user', carriesData: true, steps: steps.exit.user, tell: ({ thread }) => (receives ? notify(thread, bell) : submit(thread, ports())) }),
    device: (client) => new HostDevice(plan, core, steps.deviceIrq, (answer) => toldByEventfd(plan, answer), client).model,
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
    receives: port.receives, hasWork: port.hasWork, starves: false, queue: port.queue, paths: port.paths, call: port.call, hasDone: port.hasDone,
    start: (head: number) => port.start(head), pathOf: (head: number) => port.pathOf(head), bytesOf: (head: number) => port.bytesOf(head), giveBack: (head: number) => port.giveBack(head),
    disableKicks: () => {}, enableKicks: () => false,
  };
}
