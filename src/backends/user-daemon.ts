import { fixedWindow } from '../machine/poll-window.ts';
import { Signal } from '../machine/signal.ts';
import { hostUser as u } from '../machine/step.ts';
import type { Process } from '../machine/thread.ts';
import type { Front, Plan } from './backend.ts';
import { Daemon } from './daemon.ts';
import { HostDevice } from './host-device.ts';
import { isrAccess } from './isr.ts';
import type { Kick } from './kick.ts';
import type { Worker } from './loops.ts';
import { fetchSteps, useSteps } from './ring-steps.ts';
import { vmmThread } from './user-iothread.ts';
import { serveByWorker } from './virtio-worker.ts';

/**
 * Served by a daemon of the HostVM: its main thread takes the notification from the request ring and hands it to a
 * worker per device, which has one synchronous system call in flight. hvisor-tool c724e91, tools/virtio.
 */
export function daemonFronts(plan: Plan): readonly Front[] {
  const { machine, steps, device, venue, hypervisor } = plan;
  const { tariff } = machine;
  const h = steps.hostKernel;
  const mainCore = plan.dealHostCore();
  const daemon = new Daemon(plan, mainCore);
  const core = device.completes === 'by interrupt' ? plan.dealHostCore() : mainCore;
  const wakeWorker = tariff.path('worker woken', [...steps.syscall, h('futex_wake'), ...steps.sysreturn]);
  const notified = daemon.notification();
  const kind = vmmThread(plan, 'daemon worker', []);

  function* handOn(bell: Signal): Process {
    if (bell.wanted) {
      daemon.thread.run(wakeWorker);
      yield;
    }
    bell.raise();
  }

  function asynchronous(bell: Signal): Kick {
    return {
      weight: 'el2',
      steps: [...steps.exit.el2, ...steps.post.toUser],
      tell: () => (daemon.post({ work: notified, act: () => handOn(bell) }), null),
    };
  }

  /** Xen has no ioeventfd: the access itself waits until the device model has taken it. */
  function synchronous(bell: Signal): Kick {
    const notify = daemon.register('emulate_reg_virtio', () => handOn(bell));
    return { weight: 'el2', steps: [], tell: (vcpu) => notify.access(vcpu) };
  }

  return serveByWorker(plan, core, {
    ...kind,
    serve: [...fetchSteps(plan, u), ...steps.hostTax, u('daemon_request'), ...device.submit.user(venue)],
    complete: useSteps(u),
    woken: steps.sysreturn,
    sleep: [...steps.syscall, h('futex_wait')],
    window: fixedWindow(0),
    isr: isrAccess(plan, mainCore, daemon),
    kick: hypervisor.waits === 'deschedule' ? synchronous : asynchronous,
    device: (client) => new HostDevice(plan, core, steps.deviceIrq, device.interrupt(venue), client).model,
    loop: (worker) => oneAtATime(worker, device.completes === 'by interrupt'),
  });
}

/** Sleeps until woken, serves one request after the other, each to its end, and calls once when the ring is empty. */
function* oneAtATime({ thread, bell, ports, paths }: Worker, synchronous: boolean): Process {
  for (;;) {
    thread.run(paths.enableKicks);
    yield;
    let more = false;
    for (const port of ports) more = port.enableKicks() || more;
    if (!more) {
      thread.run(paths.sleep);
      yield;
      thread.wait(bell);
      yield;
      thread.run(paths.woken);
      yield;
    }
    bell.clear();
    thread.run(paths.disableKicks);
    yield;
    for (const port of ports) {
      port.disableKicks();
      let used = 0;
      for (let head; (head = port.take()) >= 0 || port.hasDone; ) {
        if (head >= 0) {
          thread.run(port.paths.serve, port.queue.payloadOf(head));
          yield;
          port.start(head);
          while (synchronous && !port.hasDone) {
            thread.wait(bell);
            yield;
          }
        }
        for (let done; (done = port.reap()) >= 0; used++) {
          thread.run(port.paths.complete, port.queue.payloadOf(done));
          yield;
          port.queue.pushUsed(done, port.queue.payloadOf(done));
        }
      }
      if (used === 0 || !port.queue.needsCall()) continue;
      thread.run(port.paths.call);
      yield;
      port.call.raise();
      thread.run(port.paths.called);
      yield;
    }
  }
}
