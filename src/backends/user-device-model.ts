import { hostUser as u } from '../machine/step.ts';
import { Signal } from '../machine/signal.ts';
import type { Process } from '../machine/thread.ts';
import type { Front, Plan } from './backend.ts';
import { Daemon } from './daemon.ts';
import type { BridgeRequest } from './daemon.ts';
import { HostDevice } from './host-device.ts';
import { interruptsOf } from './interrupts.ts';
import { isrAccess } from './isr.ts';
import { drain } from './loops.ts';
import type { Port } from './port.ts';
import { toldByEventfd, vmmThread } from './user-iothread.ts';
import { buildQueues } from './virtio-queues.ts';

/**
 * Served by Xen's device model: QEMU without ioeventfd, whose main loop takes what is in the ring before it answers the
 * access that kicks. It submits and goes on, many requests in flight; completions and packets get it back to the ring.
 * QEMU 7.2 hw/virtio/virtio-mmio.c, hw/block/virtio-blk.c, hw/xen.
 */
export function deviceModelFronts(plan: Plan): readonly Front[] {
  const { machine, steps } = plan;
  const { tariff } = machine;
  const h = steps.hostKernel;
  const daemon = Daemon.of(plan);
  const { core } = daemon.thread;
  const kind = vmmThread(plan, 'device model', []);
  const notified = daemon.register('emulate_reg_virtio', 'kick');
  const turn = tariff.path('main loop turns to a ring', [u('vmm_loop_turn_main'), ...steps.syscall, h('vfs_rw'), h('eventfd_read'), ...steps.sysreturn]);
  const kicks = { disableKicks: tariff.path('main loop disables kicks', kind.disableKicks), enableKicks: tariff.path('main loop enables kicks', kind.enableKicks) };
  const turns = new Map<Port, BridgeRequest>();
  /** Being drained: who drains it sees what is finished meanwhile. */
  const served = new Set<Port>();

  function* serve(port: Port): Process {
    served.add(port);
    daemon.thread.call(drain({ thread: daemon.thread, ports: [port], weight: Infinity, kicks }));
    yield;
    served.delete(port);
  }

  function turnTo(port: Port): BridgeRequest {
    let known = turns.get(port);
    if (known === undefined) {
      known = { work: turn, act: () => serve(port) };
      turns.set(port, known);
    }
    return known;
  }

  return buildQueues(plan, {
    ...kind,
    interrupts: interruptsOf(plan, isrAccess(plan)),
    // Nobody looks at the rings but for a kick or a completion.
    watcher: new Signal(machine),
    kick: (ports, receives) => ({ carriesData: true, steps: [], access: (vcpu) => notified.access(vcpu, () => serve(ports()[receives ? 1 : 0])) }),
    device: (client) => new HostDevice(plan, core, steps.deviceIrq, (answer) => toldByEventfd(plan, answer), client).model,
    tell: (port) => {
      if (!served.has(port)) daemon.notify(turnTo(port));
    },
  }).fronts;
}
