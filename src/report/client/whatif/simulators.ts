/// <reference lib="dom" />
import type { Answered, Asked } from '../../whatif/simulated.ts';

/** Below this many cores the page itself has none; above, more would only wait. */
const MOST_WORKERS = 8;

type Tell = (answer: Answered) => void;

/** Workers that hold the simulator, one for each core, each with one trial at a time. */
export class Simulators {
  readonly count = Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency));
  private readonly idle: Worker[] = [];
  private waiting: Asked[] = [];
  private tell: Tell = () => {};
  private next = 0;

  constructor(script: string) {
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    for (let i = 0; i < this.count; i++) this.idle.push(this.started(url));
  }

  /** Asks for trials, whose ids it gives in order; what was asked before and has no answer yet gets none. */
  run(trials: readonly Omit<Asked, 'id'>[], tell: (index: number, answer: Answered) => void): void {
    const first = this.next;
    this.next += trials.length;
    this.waiting = trials.map((asked, i) => ({ ...asked, id: first + i }));
    this.tell = (answer) => {
      if (answer.id >= first) tell(answer.id - first, answer);
    };
    while (this.idle.length > 0 && this.waiting.length > 0) this.give(this.idle.pop());
  }

  private started(url: string): Worker {
    const worker = new Worker(url);
    worker.addEventListener('message', ({ data }: MessageEvent<Answered>) => {
      if (this.waiting.length > 0) this.give(worker);
      else this.idle.push(worker);
      this.tell(data);
    });
    return worker;
  }

  private give(worker: Worker | undefined): void {
    const asked = this.waiting.shift();
    if (asked !== undefined) worker?.postMessage(asked);
  }
}
