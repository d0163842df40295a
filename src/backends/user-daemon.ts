import { fixedWindow } from '../machine/poll-window.ts';
import { hostUser as u } from '../machine/step.ts';
import type { Process } from '../machine/thread.ts';
import { single } from './answer.ts';
import type { Front, Plan } from './backend.ts';
import { Daemon } from './daemon.ts';
import { HostDevice } from './host-device.ts';
import { interruptsOf } from './interrupts.ts';
import { isrAccess } from './isr.ts';
import type { Bell, Kick } from './kick.ts';
import { consuming, drain, drainUntilEmpty } from './loops.ts';
import type { Worker } from './loops.ts';
import type { Port } from './port.ts';
import { fetchSteps, fillSteps, useSteps } from './ring-steps.ts';
import { vmmThread } from './user-iothread.ts';
import { serveByWorker } from './virtio-worker.ts';

/**
 * Served by hvisor's daemon in the HostVM, whose main thread takes the notification from the request ring. A disk has a
 * worker with one synchronous system call in flight; consoles and transmit queues are served by the main thread
 * itself, receive queues by a thread behind the tap. hvisor-tool c724e91, tools/virtio.
 */
export function daemonFronts(plan: Plan): readonly Front[] {
  const { machine, steps, device, venue } = plan;
  const { tariff } = machine;
  const h = steps.hostKernel;
  const daemon = Daemon.of(plan);
  const core = plan.dealHostCore();
  const disk = device.completes === 'by interrupt';
  // It makes one system call for each request, and waits in it.
  const submit = device.submit.blocking(venue, single);
  const kind = vmmThread(plan, disk ? 'daemon worker' : 'daemon receiver', []);
  const wakeWorker = tariff.path('worker woken', [...steps.syscall, h('futex_wake'), ...steps.sysreturn]);
  const notified = daemon.notification();

  function* handOn(bell: Bell): Process {
    if (bell.wanted) {
      daemon.thread.run(wakeWorker);
      yield;
    }
    bell.raise();
  }

  function* serveOnMain(port: Port): Process {
    do {
      port.disableKicks();
      daemon.thread.call(drain({ thread: daemon.thread, ports: [port], weight: Infinity }));
      yield;
    } while (port.enableKicks());
  }

  return serveByWorker(plan, core, {
    ...kind,
    space: 'daemon',
    serve: [...fetchSteps(plan, u), ...steps.hostTax, u('daemon_request'), ...submit.out, ...(disk ? [] : submit.back)],
    complete: [...(disk ? submit.back : []), ...useSteps(plan, u)],
    receive: (answer, buffers) => {
      const { out, back } = device.receive.blocking(venue, answer);
      return fillSteps(plan, u, buffers, [...out, ...back]);
    },
    woken: disk ? steps.sysreturn : [h('poll_return'), ...steps.sysreturn],
    sleep: [...steps.syscall, h(disk ? 'futex_wait' : 'epoll_wait')],
    window: fixedWindow(0),
    interrupts: interruptsOf(plan, isrAccess(plan)),
    kick(bell, _core, ports, receives): Kick {
      const act = (): Process => (disk || receives ? handOn(bell) : serveOnMain(ports()[0]));
      return { weight: 'el2', carriesData: true, steps: [...steps.exit.el2, ...steps.post.toUser], tell: (vcpu) => daemon.post(vcpu, { work: notified, act }) };
    },
    device: (client) => new HostDevice(plan, core, steps.deviceIrq, (answer) => device.interrupt(venue, answer), client).model,
    loop: (worker) => (disk ? oneAtATime(worker) : drainUntilEmpty({ ...worker, ports: worker.ports.filter((port) => port.receives) })),
  });
}

/** Sleeps until woken, serves one request after the other, each to its end, and calls once when the ring is empty. */
function* oneAtATime({ thread, bell, ports, paths }: Worker): Process {
  for (;;) {
    thread.run(paths.enableKicks);
    yield;
    if (!ports.map((port) => port.enableKicks()).includes(true)) {
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
      let taken = false;
      for (let head; (head = port.take()) >= 0; ) {
        taken = true;
        thread.run(port.paths.serve.of(port.queue.footprint), port.queue.payloadOf(head));
        yield;
        if (port.paths.workPs > 0) {
          thread.compute(consuming, port.paths.workPs);
          yield;
        }
        port.start(head);
        while (!port.hasDone) {
          thread.wait(bell);
          yield;
        }
        port.reap();
        thread.run(port.pathOf(head), port.bytesOf(head));
        yield;
        used += port.giveBack(head);
      }
      if (!taken) continue;
      thread.run(port.paths.publish.of(port.queue.footprint));
      yield;
      used += port.queue.publishUsed();
      if (used === 0 || !port.queue.needsCall() || !port.call.begin()) continue;
      thread.run(port.paths.call);
      yield;
      port.call.raise();
      thread.run(port.paths.called);
      yield;
    }
  }
}
