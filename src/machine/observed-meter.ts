import type { Core } from './core.ts';
import { Meter } from './meter.ts';
import type { Doing } from './meter.ts';
import type { Observer } from './observer.ts';
import type { Path } from './path.ts';
import type { Frame, Thread } from './thread.ts';

/** The meter of a core that somebody observes. A class of its own, so that where nobody does no path pays for asking. */
export class ObservedMeter extends Meter {
  readonly #observer: Observer;
  readonly #core: Core;
  readonly #next: () => Thread | null;

  /** `next` is who gets the core if it is switched. */
  constructor(observer: Observer, core: Core, next: () => Thread | null) {
    super(core.machine.simulation, core);
    this.#observer = observer;
    this.#core = core;
    this.#next = next;
  }

  override passes(doing: Exclude<Doing, 'nothing'>, path: Path, bytes: number): boolean {
    if (!super.passes(doing, path, bytes)) return false;
    const core = this.#core;
    const toPs = core.machine.simulation.now;
    const fromPs = toPs - path.fixedPs - bytes * path.bytePs;
    this.#observer.spent({ core, thread: core.current, doing, path, bytes, stretch: null, next: doing === 'switch' ? this.#next() : null, fromPs, toPs });
    return true;
  }

  override finish(frame: Frame | undefined): Doing {
    this.tell(this.#observer, this.#core, this.#next());
    return super.finish(frame);
  }
}
