import type { Core } from './core.ts';
import type { Interrupt } from './interrupt.ts';
import type { Doing } from './meter.ts';
import type { Path } from './path.ts';
import type { Requests } from './requests.ts';
import type { Signal } from './signal.ts';
import type { Stretch } from './stretch.ts';
import type { Thread } from './thread.ts';
import type { ExitWeight, Vcpu, VcpuPlace, VirtualInterrupt } from './vcpu.ts';

/**
 * Listens, changes nothing: is told of everything that a machine charges, hands over and serves, in the order in which
 * it happens. Traces, explanations and diagrams are made of what it hears. It must not call into what it is shown.
 */
export interface Observer {
  /** A core has spent time on something, or has rested, and is done with that. */
  spent(span: Span): void;
  /** Somebody has reached somebody else. */
  handedOver(handOver: HandOver): void;
  /** A request has come one step further. */
  request(step: RequestStep): void;
}

/**
 * Time of one core that is over, in ps. The spans of a core follow one another without gap or overlap from time 0 on,
 * and their sum is the core's ledger; a path of no price is a span of no length. What was under way when the trial
 * ended is not told.
 */
export interface Span {
  readonly core: Core;
  /** Who has the core: an errand is done in its place, a switch takes the core from it. Null while nobody has it. */
  readonly thread: Thread | null;
  /** What the time went to; `idle` and `wfi` are rest, all else is busy. */
  readonly doing: Exclude<Doing, 'nothing'>;
  /** What was charged, `fixedPs + bytes * bytePs`; null where time merely elapsed. */
  readonly path: Path | null;
  readonly bytes: number;
  /** What elapsed time is called: compute, poll, spin. Null for paths and for rest. */
  readonly stretch: Stretch | null;
  /** Whom a switch gives the core to; null for nobody, and where nothing is switched. */
  readonly next: Thread | null;
  readonly fromPs: number;
  readonly toPs: number;
}

/** When something happened, and on which core; null is hardware: a device, a timer, an interrupt on its way. */
export interface Moment {
  readonly atPs: number;
  readonly by: Core | null;
}

/** How a signal found whoever waits for it: sleeping, being woken already, polling or running, or nobody waited. */
export type Found = 'sleeping' | 'being woken' | 'awake' | 'nobody';

export type HandOver = Moment & (
  /** A raise costs a wake-up only where it finds a sleeper; the wake-up is then charged to `by`. */
  | { readonly what: 'signal raised'; readonly signal: Signal; readonly waiter: Thread | null; readonly found: Found }
  /** A poller or spinner sees it, for nothing. */
  | { readonly what: 'signal noticed'; readonly signal: Signal; readonly waiter: Thread }
  /** The wake-up is paid: the thread is put on its core's run queue, from afar by an interrupt that is sent now. */
  | { readonly what: 'thread woken'; readonly thread: Thread; readonly fromAfar: boolean }
  /** It is on its core's run queue now. */
  | { readonly what: 'thread runnable'; readonly thread: Thread }
  /** It loses its core though it could go on; the switch is charged next. */
  | { readonly what: 'thread preempted'; readonly thread: Thread }
  /** A physical interrupt on its way: pending at `to` at `pendingPs`. */
  | { readonly what: 'interrupt sent'; readonly interrupt: Interrupt; readonly to: Core; readonly pendingPs: number }
  | { readonly what: 'interrupt pending'; readonly interrupt: Interrupt; readonly to: Core }
  /** Its core begins to handle it, and leaves a guest for it or does not; the errand is charged next. */
  | { readonly what: 'interrupt taken'; readonly interrupt: Interrupt; readonly to: Core; readonly leavesGuest: boolean }
  /** An injection was paid for at the price of the place in which the vCPU was found, and this is what it led to. */
  | { readonly what: 'injected'; readonly vcpu: Vcpu; readonly line: VirtualInterrupt; readonly found: VcpuPlace; readonly then: 'ipi' | 'wake' | 'nothing' | 'coalesced' }
  /** `coalesced`: it was pending already. */
  | { readonly what: 'virtual interrupt pending'; readonly vcpu: Vcpu; readonly line: VirtualInterrupt; readonly coalesced: boolean }
  /** The guest begins its handler. */
  | { readonly what: 'virtual interrupt taken'; readonly vcpu: Vcpu; readonly line: VirtualInterrupt }
  /** The path that follows says what for; or an interrupt does that was taken in the same moment. */
  | { readonly what: 'guest left'; readonly vcpu: Vcpu; readonly weight: ExitWeight }
  | { readonly what: 'guest entered'; readonly vcpu: Vcpu }
);

/** The steps of a request's life, in their usual order; a device without a virtqueue has none of the ring's. */
export type RequestStage =
  /** A task begins it. */
  | 'started'
  /** The driver hands it over: available in the ring, or given to a device of the guest's own. */
  | 'published'
  /** The driver has tested whether the device wants a kick. */
  | 'kick due' | 'kick suppressed'
  /** The driver tells the other side now. */
  | 'kicked'
  /** The back end has taken its chain out of the ring. */
  | 'taken'
  /** The device has it, and has carried it out; or the answer to a packet has come. */
  | 'submitted' | 'finished' | 'arrived'
  /** The used ring shows it. */
  | 'used'
  /** The back end has tested whether the driver wants a call. */
  | 'call due' | 'call suppressed'
  /** The driver has taken its chain back out of the used ring. */
  | 'reclaimed'
  /** Its task knows that it is done. */
  | 'completed'
  /** Its application has it: its latency ends. */
  | 'collected';

export interface RequestStep extends Moment {
  readonly what: RequestStage;
  /** The requests of one guest, of which this is the one at `request`; their `guest` says which guest. */
  readonly of: Requests;
  readonly request: number;
  /** The virtqueue: `queue`, or `transmit` and `receive` of a network device; null where it is none. */
  readonly queue: string | null;
}
