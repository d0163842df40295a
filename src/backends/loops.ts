import type { Lock } from '../machine/lock.ts';
import type { Machine } from '../machine/machine.ts';
import type { Path } from '../machine/path.ts';
import type { PollWindow } from '../machine/poll-window.ts';
import type { Signal } from '../machine/signal.ts';
import { stretch } from '../machine/stretch.ts';
import type { Stretch } from '../machine/stretch.ts';
import type { Process, Thread } from '../machine/thread.ts';
import type { Port } from './port.ts';

/** What a back end computes for a request on behalf of whoever consumes it. */
export const consuming = stretch('host compute');

/** A thread of a back end and what it serves. */
export interface Worker {
  readonly machine: Machine;
  readonly thread: Thread;
  /** Kicks and completions ring the same bell. */
  readonly bell: Signal;
  readonly ports: readonly Port[];
  /** How long it polls before it asks for kicks and sleeps. */
  readonly window: PollWindow;
  readonly pollStretch: Stretch;
  /** It wants kicks when it has found a ring empty; a sidecore never does. */
  readonly asksForKicks: boolean;
  /** Held from its wake-up until it sleeps again; absent where the thread shares nothing. */
  readonly lock?: Lock;
  /** Requests of one queue before the others have a turn. */
  readonly weight: number;
  readonly paths: {
    /** From the wake-up back to the loop. */
    readonly woken: Path;
    /** A poll has seen something. */
    readonly noticed: Path;
    readonly disableKicks: Path;
    readonly enableKicks: Path;
    /** Into the sleeping system call. */
    readonly sleep: Path;
  };
}

/** What draining needs of a worker; the bell only where somebody rings it. */
export type Drainer = Pick<Worker, 'thread' | 'ports' | 'weight'> & {
  readonly bell?: Signal;
  /** What it pays to turn kicks off and on; missing where somebody else does that. */
  readonly kicks?: Pick<Worker['paths'], 'disableKicks' | 'enableKicks'>;
  /** It leaves after one turn over the ports, and says whether that found anything; absent where it goes on until none does. */
  readonly turned?: (busy: boolean) => void;
};

/** The loop of every virtio back end: poll or sleep until there is something, then drain all rings. */
export function* drainUntilEmpty(worker: Worker): Process {
  const { machine, thread, bell, ports, window, paths, lock } = worker;
  const draining = drain(worker.asksForKicks ? { ...worker, kicks: paths } : worker);
  const polling = poll(worker);
  for (;;) {
    const sincePs = machine.simulation.now;
    let idle = nothingToDo(ports);
    if (idle && window.ps > 0) {
      thread.call(polling);
      yield;
      idle = thread.timedOut && nothingToDo(ports);
    }
    if (idle) {
      thread.run(paths.sleep);
      yield;
      thread.wait(bell);
      yield;
    }
    const wait = lock?.acquire(thread) ?? null;
    if (wait !== null) {
      thread.call(wait);
      yield;
    }
    if (idle) {
      thread.run(paths.woken);
      yield;
    }
    window.waited(machine.simulation.now - sincePs);
    bell.clear();
    thread.call(draining);
    yield;
    const wake = lock?.release(thread) ?? null;
    if (wake !== null) {
      thread.call(wake);
      yield;
    }
  }
}

/** Looks at the rings, with kicks off, until something is there or the window is over; each time it is called anew. */
function* poll({ thread, bell, ports, window, pollStretch, paths, asksForKicks }: Worker): Process {
  for (;;) {
    if (paths.disableKicks.steps.length > 0) {
      thread.run(paths.disableKicks);
      yield;
    }
    for (const port of ports) port.disableKicks();
    thread.poll(bell, nothingToDo(ports) ? window.ps : 0, pollStretch);
    yield;
    thread.run(paths.noticed);
    yield;
    if (asksForKicks) {
      thread.run(paths.enableKicks);
      yield;
      for (const port of ports) port.enableKicks();
    }
    thread.leave();
    yield;
  }
}

/**
 * Serves all ports in turn until none has anything. Kicks of each are off from before its first chain is taken until
 * its ring is found empty; then it asks for them and looks once more, as handle_tx of vhost does (drivers/vhost/net.c).
 * What rang until then is answered, so the bell is cleared in the same moment as the last look. Then it leaves its
 * thread, and can be called again.
 */
export function* drain({ thread, ports, weight, bell, kicks, turned }: Drainer): Process {
  /** By port: kicks are off. */
  const off: boolean[] = [];
  for (;;) {
    let busy = false;
    for (let i = 0; i < ports.length; i++) {
      const port = ports[i];
      const { queue, paths } = port;
      // Who works for each request shows each as done before it takes the next.
      const turn = paths.workPs > 0 ? 1 : weight;
      if (kicks !== undefined && !off[i] && !port.receives && queue.hasAvail) {
        thread.run(kicks.disableKicks);
        yield;
        port.disableKicks();
        off[i] = true;
      }
      let taken = 0;
      for (let head; taken < turn && (head = port.take()) >= 0; taken++) {
        busy = true;
        thread.run(paths.serve.of(queue.footprint), queue.payloadOf(head));
        yield;
        if (paths.workPs > 0) {
          thread.compute(consuming, paths.workPs);
          yield;
        }
        port.start(head);
      }
      if (taken < turn && off[i] && kicks !== undefined) {
        thread.run(kicks.enableKicks);
        yield;
        off[i] = false;
        if (port.enableKicks()) busy = true;
      }
      let completed = false;
      let used = 0;
      for (let head; (head = port.reap()) >= 0; ) {
        busy = completed = true;
        thread.run(port.pathOf(head), port.bytesOf(head));
        yield;
        used += port.giveBack(head);
      }
      if (port.receives && kicks !== undefined && port.starves) {
        thread.run(kicks.enableKicks);
        yield;
        if (port.enableKicks()) busy = true;
      }
      if (!completed) continue;
      thread.run(paths.publish.of(queue.footprint));
      yield;
      used += queue.publishUsed();
      if (used > 0 && queue.needsCall() && port.call.begin()) {
        thread.run(paths.call);
        yield;
        port.call.raise();
        thread.run(paths.called);
        yield;
      }
    }
    if (turned !== undefined) turned(busy);
    else if (busy) continue;
    bell?.clear();
    thread.leave();
    yield;
  }
}

function nothingToDo(ports: readonly Port[]): boolean {
  for (let i = 0; i < ports.length; i++) if (ports[i].hasWork) return false;
  return true;
}
