import type { TracedSpan } from '../../experiment/trace-window.ts';
import type { Core } from '../../machine/core.ts';
import { framesOf } from './frames.ts';
import type { TraceFormat } from './trace-format.ts';

/** The profile of one core: its events are a part of the file. */
interface CoreProfile {
  readonly part: number;
  events: number;
  /** The frame of the thread that has the core, as long as nothing comes between. */
  thread: string | null;
  stretchOfTrace: number;
  fromPs: number;
  toPs: number;
}

/** speedscope.app/file-format-schema.json: one evented profile for each core, frames thread, path, step. Times in ns with their picoseconds. */
export const speedscope: TraceFormat = {
  title: 'speedscope',
  endings: ['.speedscope.json'],
  sumsUp: false,
  open(spec, out) {
    const frames = new Map<string, number>();
    const profiles = new Map<Core, CoreProfile>();
    let written = 0;
    const write = (text: string, part: number): void => {
      written += text.length;
      out(text, part);
    };
    const event = (profile: CoreProfile, type: 'O' | 'C', name: string, ps: number): void => {
      let frame = frames.get(name);
      if (frame === undefined) {
        frame = frames.size;
        frames.set(name, frame);
      }
      write(`${profile.events++ === 0 ? '' : ',\n'}{"type":"${type}","frame":${frame},"at":${ns(ps)}}`, profile.part);
      profile.toPs = ps;
    };
    const closeThread = (profile: CoreProfile): void => {
      if (profile.thread !== null) event(profile, 'C', profile.thread, profile.toPs);
      profile.thread = null;
    };
    const profileOf = ({ core, fromPs, stretchOfTrace }: TracedSpan): CoreProfile => {
      let profile = profiles.get(core);
      if (profile === undefined) {
        const part = 1 + profiles.size;
        write(`${part === 1 ? '' : ',\n'}{"type":"evented","name":${JSON.stringify(core.name)},"unit":"nanoseconds","events":[\n`, part);
        profile = { part, events: 0, thread: null, stretchOfTrace, fromPs, toPs: fromPs };
        profiles.set(core, profile);
      }
      return profile;
    };
    return {
      get written() {
        return written;
      },
      span(span) {
        const profile = profileOf(span);
        const stack = framesOf(span);
        if (stack?.thread !== profile.thread || profile.stretchOfTrace !== span.stretchOfTrace) closeThread(profile);
        profile.stretchOfTrace = span.stretchOfTrace;
        if (stack !== null) {
          if (profile.thread === null) event(profile, 'O', stack.thread, span.fromPs);
          profile.thread = stack.thread;
          event(profile, 'O', stack.path, span.fromPs);
          let at = span.fromPs;
          for (const { name, ps } of stack.steps) {
            event(profile, 'O', name, at);
            at += ps;
            event(profile, 'C', name, at);
          }
          event(profile, 'C', stack.path, span.toPs);
        }
        profile.toPs = span.toPs;
      },
      handedOver() {},
      step() {},
      request() {},
      passed() {},
      end(_, note) {
        for (const profile of profiles.values()) {
          closeThread(profile);
          write(`],"startValue":${ns(profile.fromPs)},"endValue":${ns(profile.toPs)}}`, profile.part);
        }
        const name = `${spec.system}, ${spec.device}, ${spec.workload}: ${note}`;
        write(`{"$schema":"https://www.speedscope.app/file-format-schema.json","exporter":"vhost-lab","name":${JSON.stringify(name)},"profiles":[\n`, 0);
        write(`\n],"shared":{"frames":${JSON.stringify([...frames.keys()].map((frame) => ({ name: frame })))}}}\n`, 1 + profiles.size);
      },
    };
  },
};

/** Nanoseconds with three digits behind the point: no picosecond is lost. */
const ns = (ps: number): string => (ps % 1000 === 0 ? String(ps / 1000) : `${Math.floor(ps / 1000)}.${String(ps % 1000).padStart(3, '0')}`);
