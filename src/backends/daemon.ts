import type { Core } from '../machine/core.ts';
import type { CostId } from '../machine/costs.ts';
import type { Path } from '../machine/path.ts';
import { fixedWindow } from '../machine/poll-window.ts';
import type { PollWindow } from '../machine/poll-window.ts';
import { Signal } from '../machine/signal.ts';
import { hostUser as u, hypervisor as x2 } from '../machine/step.ts';
import type { Count } from '../machine/step.ts';
import { stretch } from '../machine/stretch.ts';
import { Thread } from '../machine/thread.ts';
import type { Process } from '../machine/thread.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import type { Plan } from './backend.ts';
import { doorbell } from './doorbell.ts';
import type { Doorbell } from './doorbell.ts';
import { lines } from './lines.ts';
import { counting } from './registers.ts';
import type { RegisterAccess } from './registers.ts';

/** Requests that its ring holds: of 32 slots one stays empty, by which a full ring is told from an empty one. hvisor src/device/virtio_trampoline.rs, is_req_list_full. */
const BRIDGE_SLOTS = 31;

/** A vCPU waits at EL2, with interrupts masked. */
const spinning = stretch('EL2 spin');

/** What the daemon takes from the shared request ring: a register to answer, or a notification to act on. */
export interface BridgeRequest {
  readonly work: Path;
  /** Runs on the daemon's thread. */
  act(): Process | null;
}

/**
 * The process of the HostVM that answers trapped accesses, behind a request ring shared with EL2: hvisor's daemon,
 * or Xen's device model. It polls the ring, and sleeps with its wake-up flag set when nothing comes.
 */
export class Daemon {
  static readonly #known = new WeakMap<object, Daemon>();

  /** The daemon of a machine, which all guests of a static partition share, or of one guest under Xen. */
  static of(plan: Plan): Daemon {
    const whose = plan.hypervisor.waits === 'spin' ? plan.machine : plan;
    let daemon = Daemon.#known.get(whose);
    if (daemon === undefined) {
      daemon = new Daemon(plan, plan.dealHostCore());
      Daemon.#known.set(whose, daemon);
    }
    return daemon;
  }

  readonly thread: Thread;
  readonly bell: Signal;
  readonly doorbell: Doorbell;
  readonly #plan: Plan;
  readonly #queue: BridgeRequest[] = [];
  /**
   * vCPUs that spin for a slot, by what ends their spin, and slots given to some that are on their way. hvisor lets them
   * race for it; here the first to come has it, so that the longest wait is shorter than there and the mean is not.
   */
  readonly #waiting: Signal[] = [];
  #given = 0;
  readonly #window: PollWindow;
  readonly #backOff: Path;

  constructor(plan: Plan, core: Core) {
    const { machine, steps, params } = plan;
    this.#plan = plan;
    this.bell = new Signal(machine);
    this.thread = new Thread(`${plan.name} daemon`, core, 'daemon');
    this.doorbell = doorbell(machine, this.bell, core, steps.post.sgi, steps.post.sgi?.takeForUser ?? []);
    const polls = plan.hypervisor.waits === 'spin' ? Number(params['policy.daemon_poll_iters']) : 0;
    this.#window = fixedWindow(polls * machine.tariff.price('vmm_poll_iter'));
    this.#backOff = machine.tariff.path('bridge full', [x2('bridge_full_backoff')]);
    this.thread.push(this.#serve());
    core.enqueue(this.thread);
  }

  /** A notification, on a vCPU that has left its guest and returns at once; it waits only where all slots are full. */
  *post(vcpu: Vcpu, request: BridgeRequest): Process {
    if (this.#full) {
      const sincePs = this.#plan.machine.simulation.now;
      vcpu.thread.call(this.#slotFor(vcpu));
      yield;
      vcpu.couldNotTakeInterrupts(sincePs);
    }
    this.#publish(request);
  }

  /** Puts a request into a free slot, and wakes the daemon if it sleeps. */
  #publish(request: BridgeRequest): void {
    this.#queue.push(request);
    this.doorbell.ring();
  }

  /** A vCPU spins at EL2 for a slot and backs off between its looks: the round in which one is freed goes on to its end. */
  *#slotFor(vcpu: Vcpu): Process {
    const freed = new Signal(this.#plan.machine);
    this.#waiting.push(freed);
    vcpu.spinning = true;
    vcpu.thread.spin(freed, spinning);
    yield;
    vcpu.thread.run(this.#backOff);
    yield;
    vcpu.spinning = false;
    this.#given--;
  }

  get #full(): boolean {
    return this.#queue.length + this.#given >= BRIDGE_SLOTS;
  }

  /** Takes the oldest request, and gives its slot to whoever has waited longest. */
  #take(): BridgeRequest | undefined {
    const request = this.#queue.shift();
    if (this.#waiting.length > 0 && !this.#full) {
      this.#given++;
      this.#waiting.shift()?.raise();
    }
    return request;
  }

  /** From its own host, as by an eventfd: its main loop takes it in its turn, and is woken where it sleeps. */
  notify(request: BridgeRequest): void {
    if (this.#queue.includes(request)) return;
    this.#queue.push(request);
    if (this.bell.wanted) this.bell.raise();
  }

  /** A register that this daemon emulates: the vCPU waits at EL2 for the answer. */
  register(emulate: CostId, ...counts: readonly Count[]): RegisterAccess {
    const { hypervisor, machine, steps } = this.#plan;
    const { tariff } = machine;
    const out = tariff.path('register access (daemon), out', counting([...steps.exit.el2, ...steps.post.toUser], ...counts));
    const back = tariff.path('register access (daemon), back', [x2('spin_iter'), ...lines(this.#plan, x2, 1)]);
    const work = tariff.path('register emulated', [...this.#pop(), u(emulate), u('smp_mb')]);
    const channel = hypervisor.waits === 'deschedule'
      ? {
          send: tariff.path('ioreq answered', [...steps.call.fromUser, x2('xen_ioreq_post')]),
          back: tariff.path('ioreq answered, way back', steps.call.backToUser),
        }
      : null;
    const daemon = this;
    return {
      *access(vcpu, effect) {
        const { answer } = vcpu;
        const sincePs = machine.simulation.now;
        vcpu.exitTo('el2');
        vcpu.thread.run(out);
        yield;
        if (daemon.#full) {
          vcpu.thread.call(daemon.#slotFor(vcpu));
          yield;
        }
        daemon.#publish({ work, act: () => daemon.#answer(answer, channel, effect?.(daemon.thread) ?? null) });
        if (channel === null) {
          vcpu.spinning = true;
          vcpu.thread.spin(answer, spinning);
          yield;
          vcpu.spinning = false;
          vcpu.couldNotTakeInterrupts(sincePs);
        } else {
          vcpu.thread.wait(answer);
          yield;
        }
        vcpu.thread.run(back);
        yield;
        vcpu.resumes();
      },
    };
  }

  /** By an event channel, whose hypercall wakes the vCPU before it returns; or, where there is none, by the shared page. */
  *#answer(answer: Signal, channel: { readonly send: Path; readonly back: Path } | null, effect: Process | null): Process {
    if (effect !== null) {
      this.thread.call(effect);
      yield;
    }
    if (channel !== null) {
      this.thread.run(channel.send);
      yield;
    }
    answer.raise();
    if (channel !== null) {
      this.thread.run(channel.back);
      yield;
    }
  }

  #pop() {
    return [...lines(this.#plan, u, 1), u('bridge_pop')];
  }

  /** The path of a notification, as the daemon takes it. */
  notification(): Path {
    return this.#plan.machine.tariff.path('notification popped', this.#pop());
  }

  *#serve(): Process {
    const { machine, steps } = this.#plan;
    const { tariff } = machine;
    const h = steps.hostKernel;
    const { thread, bell } = this;
    const polling = stretch('user poll');
    const sleep = tariff.path('daemon sleeps', [u('smp_mb'), ...steps.syscall, h('epoll_wait')]);
    const woken = tariff.path('daemon wakes', [
      h('poll_return'), ...steps.sysreturn, ...steps.syscall, h('vfs_rw'), h('eventfd_read'), ...steps.sysreturn,
    ]);
    for (;;) {
      if (this.#queue.length === 0 && this.#window.ps > 0) {
        thread.poll(bell, this.#window.ps, polling);
        yield;
      }
      if (this.#queue.length === 0) {
        thread.run(sleep);
        yield;
        if (this.#queue.length === 0) {
          thread.wait(bell);
          yield;
          thread.run(woken);
          yield;
        }
      }
      bell.clear();
      for (let request = this.#take(); request !== undefined; request = this.#take()) {
        thread.run(request.work);
        yield;
        const act = request.act();
        if (act !== null) {
          thread.call(act);
          yield;
        }
      }
    }
  }
}
