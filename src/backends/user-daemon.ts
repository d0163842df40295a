import { fixedWindow } from '../machine/poll-window.ts';
import type { Signal } from '../machine/signal.ts';
import { hostUser as u } from '../machine/step.ts';
import type { Process } from '../machine/thread.ts';
import type { Front, Plan } from './backend.ts';
import { Daemon } from './daemon.ts';
import { HostDevice } from './host-device.ts';
import { isrAccess } from './isr.ts';
import type { Kick } from './kick.ts';
import { consuming, drain, drainUntilEmpty } from './loops.ts';
import type { Worker } from './loops.ts';
import type { Port } from './port.ts';
import { fetchSteps, useSteps } from './ring-steps.ts';
import { vmmThread } from './user-iothread.ts';
import { serveByWorker } from './virtio-worker.ts';

/**
 * Served by a daemon of the HostVM, whose main thread takes the notification from the request ring. A disk has a
 * worker with one synchronous system call in flight; consoles and transmit queues are served by the main thread
 * itself, receive queues by a thread behind the tap. hvisor-tool c724e91, tools/virtio.
 */
export function daemonFronts(plan: Plan): readonly Front[] {
  const { machine, steps, device, venue, hypervisor } = plan;
  const { tariff } = machine;
  const h = steps.hostKernel;
  const daemon = Daemon.of(plan);
  const core = plan.dealHostCore();
  const disk = device.completes === 'by interrupt';
  // Xen's daemon is QEMU with its own device model; hvisor's makes one system call for each request, and waits in it.
  const ownModel = hypervisor.waits === 'deschedule';
  const submit = device.submit.blocking(venue);
  const receive = device.receive.blocking(venue);
  const waitsForDevice = disk && !ownModel;
  const kind = vmmThread(plan, disk ? 'daemon worker' : 'daemon receiver', []);
  const wakeWorker = tariff.path('worker woken', [...steps.syscall, h('futex_wake'), ...steps.sysreturn]);
  const notified = daemon.notification();

  function* handOn(bell: Signal): Process {
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
    serve: ownModel ? kind.serve : [...fetchSteps(plan, u), ...steps.hostTax, u('daemon_request'), ...submit.out, ...(waitsForDevice ? [] : submit.back)],
    complete: [...(waitsForDevice ? submit.back : []), ...useSteps(plan, u)],
    receive: ownModel ? kind.receive : [...fetchSteps(plan, u), ...receive.out, ...receive.back],
    woken: disk ? steps.sysreturn : [h('poll_return'), ...steps.sysreturn],
    sleep: [...steps.syscall, h(disk ? 'futex_wait' : 'epoll_wait')],
    window: fixedWindow(0),
    isr: isrAccess(plan),
    kick(bell, _core, ports): Kick {
      const act = (): Process => (disk ? handOn(bell) : serveOnMain(ports()[0]));
      if (hypervisor.waits !== 'deschedule') {
        return { weight: 'el2', carriesData: true, steps: [...steps.exit.el2, ...steps.post.toUser], tell: (vcpu) => daemon.post(vcpu, { work: notified, act }) };
      }
      // Xen has no ioeventfd: the access itself waits until the device model has taken it.
      const notify = daemon.register('emulate_reg_virtio', 'kick');
      return { carriesData: true, steps: [], access: (vcpu) => notify.access(vcpu, act) };
    },
    device: (client) => new HostDevice(plan, core, steps.deviceIrq, device.interrupt(venue), client).model,
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
        thread.run(port.paths.complete.of(port.queue.footprint), port.queue.payloadOf(head));
        yield;
        used += port.giveBack(head);
      }
      if (!taken) continue;
      thread.run(port.paths.publish.of(port.queue.footprint));
      yield;
      used += port.queue.publishUsed();
      if (used === 0 || !port.queue.needsCall()) continue;
      thread.run(port.paths.call);
      yield;
      port.call.raise();
      thread.run(port.paths.called);
      yield;
    }
  }
}
