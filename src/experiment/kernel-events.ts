import type { Core } from '../machine/core.ts';
import { costs } from '../machine/costs.ts';
import type { CostId } from '../machine/costs.ts';
import type { HandOver, Span } from '../machine/observer.ts';
import type { Path } from '../machine/path.ts';
import type { Thread } from '../machine/thread.ts';
import { exitReasonOf } from './exit-reason.ts';
import { SWAPPER } from './kernel-event.ts';
import type { KernelEvent, KernelEventWhat } from './kernel-event.ts';

/**
 * Says what is told of a machine in the events of a kernel's tracer, at the places where Linux has them: kvm_entry before the
 * world switch and kvm_exit after it (arch/arm64/kvm/arm.c; of an interrupt, after its handler), kvm_mmio before the device is
 * called, sched_switch before the switch. Those of a core come in order; a path's come when it is over.
 */
export class KernelEvents {
  readonly #emit: (event: KernelEvent) => void;
  /** Cores that have begun to take an interrupt, whose handler is charged next. */
  readonly #taken = new Set<Core>();
  /** Threads that lose their core though they could go on. */
  readonly #preempted = new Set<Thread>();
  /** Who had each core last: what is told may be over for a while. */
  readonly #current = new Map<Core, Thread | null>();

  constructor(emit: (event: KernelEvent) => void) {
    this.#emit = emit;
  }

  handedOver(handOver: HandOver): void {
    switch (handOver.what) {
      case 'thread runnable': {
        const { thread, atPs, by } = handOver;
        const core = by ?? thread.core;
        this.#tell(core, this.#current.get(core) ?? null, atPs, { name: 'sched_wakeup', woken: thread.name, onCpu: cpuOf(thread.core) });
        break;
      }
      case 'thread preempted':
        this.#preempted.add(handOver.thread);
        break;
      case 'interrupt taken':
        this.#taken.add(handOver.to);
        break;
    }
  }

  span({ core, thread, doing, path, bytes, next, fromPs, toPs }: Span): void {
    this.#current.set(core, doing === 'switch' ? next : thread);
    if (path === null) return;
    const tell = (atPs: number, what: KernelEventWhat): void => this.#tell(core, thread, atPs, what);
    if (doing === 'switch') {
      const sleeps = thread !== null && !this.#preempted.delete(thread);
      tell(fromPs, { name: 'sched_switch', next: next?.name ?? SWAPPER, sleeps });
      return;
    }
    const before = placesOf(path, bytes, fromPs, (cost) => core.machine.tariff.price(cost));
    const reason = exitReasonOf(path);
    const interrupt = this.#taken.delete(core) ? before('phys_iar_eoi') : null;
    if (interrupt !== null) this.#interrupt(path, interrupt, toPs, tell);
    if (reason === 'IRQ') tell(toPs, { name: 'kvm_exit', reason });
    else if (reason !== null) tell(before('kvm_run_loop') ?? before(afterSave(path)) ?? toPs, { name: 'kvm_exit', reason });
    const wfx = before('wfi_decide');
    if (wfx !== null) tell(wfx, { name: 'kvm_wfx_arm64' });
    const looked = reason === 'DABT_LOW' ? before(costAfter(path, 'mmio_region_lookup')) : null;
    if (looked !== null) tell(looked, { name: 'kvm_mmio', writes: path.steps.some(({ counts }) => counts.includes('kick')) ? true : null });
    const toUser = before('kvm_run_ioctl_exit');
    if (toUser !== null) tell(toUser, { name: 'kvm_userspace_exit' });
    if (enters(path)) tell(before(costAfter(path, 'vgic_flush')) ?? before('gpr_restore') ?? toPs, { name: 'kvm_entry' });
  }

  #interrupt({ steps }: Path, fromPs: number, toPs: number, tell: (atPs: number, what: KernelEventWhat) => void): void {
    if (steps.some(({ cost }) => cost === 'resched_ipi_handler')) {
      tell(fromPs, { name: 'ipi_entry' });
      tell(toPs, { name: 'ipi_exit' });
      return;
    }
    const irq = steps.some(({ cost }) => cost === 'tick_handler' || cost === 'vtimer_irq_handler') ? 'arch_timer' : 'device';
    tell(fromPs, { name: 'irq_handler_entry', irq });
    tell(toPs, { name: 'irq_handler_exit', irq });
  }

  #tell(core: Core, thread: Thread | null, atPs: number, what: KernelEventWhat): void {
    this.#emit({ ...what, atPs, cpu: cpuOf(core), task: thread?.name ?? SWAPPER });
  }
}

const cpuOf = (core: Core): number => core.machine.cores.indexOf(core);

/** When a path comes to the last step of a cost; null where it has none. */
function placesOf({ steps }: Path, bytes: number, fromPs: number, price: (cost: CostId) => number): (cost: CostId | null) => number | null {
  return (cost) => {
    const index = steps.findLastIndex((step) => step.cost === cost);
    if (index < 0) return null;
    return steps.slice(0, index).reduce((at, step) => at + step.times * (costs[step.cost].per === 'byte' ? bytes : 1) * price(step.cost), fromPs);
  };
}

function costAfter({ steps }: Path, cost: CostId): CostId | null {
  const index = steps.findIndex((step) => step.cost === cost);
  return index < 0 ? null : (steps[index + 1]?.cost ?? null);
}

/** What comes after the guest's registers have been saved. */
const afterSave = (path: Path): CostId | null => costAfter(path, 'gpr_save');

/** Its end is the return to a guest. */
const enters = ({ steps }: Path): boolean => steps.length > 0 && steps[steps.length - 1].cost === 'eret_el2_to_el1';
