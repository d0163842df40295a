import type { Path } from '../machine/path.ts';
import type { Signal } from '../machine/signal.ts';
import type { Steps } from '../machine/step.ts';
import type { Process } from '../machine/thread.ts';
import type { ExitWeight, Vcpu } from '../machine/vcpu.ts';
import type { Virtqueue } from '../virtio/build-virtqueue.ts';
import { notificationOf } from '../virtio/notification.ts';
import type { Plan } from './backend.ts';
import type { Completions } from './completions.ts';

/** An available buffer notification. */
export type Kick = PostedKick | AccessKick;

interface Notification {
  /** What the driver stores reaches whoever serves the queue; absent where an eventfd keeps only that something was stored. */
  readonly carriesData?: true;
}

/** A kick that tells somebody and goes on: what it costs the vCPU, and what it then does before the guest is entered again. */
export interface PostedKick extends Notification {
  readonly weight: ExitWeight;
  /** From the trapped store up to where the other side is told. */
  readonly steps: Steps;
  /** Tells it; returns what else the vCPU's thread has to do for it, if anything. */
  tell(vcpu: Vcpu): Process | null;
}

/** A kick that is a whole register access, which leaves and enters the guest by itself. */
export interface AccessKick extends Notification {
  readonly steps: readonly [];
  access(vcpu: Vcpu): Process;
}

/** Whatever brings one virtual interrupt to its vCPU. */
export interface Injector {
  raise(): void;
}

/** A used buffer notification of one queue. */
export interface Call extends Injector {
  /** False where the line is asserted already, and whoever calls leaves it at that; `raise` follows otherwise, when it is paid for. */
  begin(): boolean;
}

/** How whoever serves a queue is told of something: a signal, or one for each device of many. */
export type Bell = Pick<Signal, 'raise' | 'notice' | 'wanted'>;

/** What a back end gives to the driver of a queue. */
export interface Notifications {
  /** How the completions of a queue are told. */
  callOf(queue: Completions): Call;
  readonly kick: Kick;
  /** Whoever looks at the ring without being kicked. */
  readonly watcher: Bell;
}

/** With VIRTIO_F_NOTIFICATION_DATA a kick says how far the queue of this number goes, to whoever sees what is stored. */
export function passOn(kick: Kick, number: number, { driver, device }: Virtqueue, params: Plan['params']): void {
  if (kick.carriesData && params['ring.notification_data'] === true) device.notified(notificationOf(number, driver.nextAvail, true));
}

/** A kick, on the vCPU that makes it. */
export function kicking(vcpu: Vcpu, kick: Kick, path: Path): Process {
  return 'access' in kick ? kick.access(vcpu) : posting(vcpu, kick, path);
}

function* posting(vcpu: Vcpu, kick: PostedKick, path: Path): Process {
  vcpu.exitTo(kick.weight);
  vcpu.thread.run(path);
  yield;
  const more = kick.tell(vcpu);
  if (more !== null) {
    vcpu.thread.call(more);
    yield;
  }
  vcpu.resumes();
}
