import { framesOf } from './frames.ts';
import type { TraceFormat } from './trace-format.ts';

/**
 * Folded stacks, as flamegraph.pl, inferno and speedscope read them: `core;thread;path;step N`, N in whole ns.
 * Each core's lines sum to its busy time, rounded once: what is below a nanosecond is carried to the next line.
 */
export const folded: TraceFormat = {
  title: 'folded stacks',
  endings: ['.folded'],
  sumsUp: true,
  open(_, out) {
    const cores = new Map<string, Map<string, number>>();
    return {
      written: 0,
      span(span) {
        const frames = framesOf(span);
        if (frames === null) return;
        const stacks = cores.get(span.core.name) ?? new Map<string, number>();
        cores.set(span.core.name, stacks);
        const outer = `${span.core.name};${frames.thread};${frames.path}`;
        if (frames.steps.length === 0) add(stacks, outer, span.toPs - span.fromPs);
        for (const { name, ps } of frames.steps) add(stacks, `${outer};${name}`, ps);
      },
      handedOver() {},
      step() {},
      request() {},
      passed() {},
      end() {
        for (const stacks of cores.values()) {
          let ps = 0;
          for (const [stack, own] of [...stacks].sort(([a], [b]) => (a < b ? -1 : 1))) {
            const ns = Math.round((ps + own) / 1000) - Math.round(ps / 1000);
            ps += own;
            if (ns > 0) out(`${stack} ${ns}\n`, 0);
          }
        }
      },
    };
  },
};

function add(stacks: Map<string, number>, stack: string, ps: number): void {
  if (ps > 0) stacks.set(stack, (stacks.get(stack) ?? 0) + ps);
}
