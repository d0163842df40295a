import type { TracedSpan } from '../../experiment/trace-window.ts';
import { costs } from '../../machine/costs.ts';
import type { Step } from '../../machine/step.ts';

/** The innermost frame: a cost at its place. */
export interface StepFrame {
  readonly name: string;
  readonly step: Step;
  readonly ps: number;
}

/** What a core was busy with, from outside to inside: thread, path or stretch, steps. The steps sum to the span. */
export interface Frames {
  readonly thread: string;
  readonly path: string;
  readonly steps: readonly StepFrame[];
}

/** The frames of a span; null where its core rests. The steps of a part of a path are not known. */
export function framesOf({ thread, doing, path, stretch, bytes, whole, core: { machine } }: TracedSpan): Frames | null {
  if (doing === 'idle' || doing === 'wfi') return null;
  const name = stretch?.name ?? path?.name ?? doing;
  return {
    thread: thread?.name ?? 'no thread',
    path: whole ? name : `${name} (cut off)`,
    steps: !whole || path === null ? [] : path.steps.map((step) => ({
      name: `${step.cost} (EL${step.el})`, step, ps: step.times * (costs[step.cost].per === 'byte' ? bytes : 1) * machine.tariff.price(step.cost),
    })),
  };
}
