import type { Explanation } from '../../experiment/explanation.ts';
import type { ExplainedStep } from '../../experiment/explained-step.ts';
import { readable } from '../numbers.ts';
import type { ResultUnit } from '../units.ts';

export function unitOf({ spec }: Pick<Explanation, 'spec'>): ResultUnit {
  return spec.profile.instructions_per_ns === undefined ? 'time' : 'instructions';
}

/** A duration for reading: `351 ns`, `2.05 µs`; instructions where a profile counts them. */
export function duration(ps: number, unit: ResultUnit): string {
  if (unit === 'instructions') return `${readable(ps / 1000)} instr`;
  return Math.abs(ps) < 999_950 ? `${readable(ps / 1000)} ns` : `${readable(ps / 1e6)} µs`;
}

/** A moment for reading, the same number of digits each time. */
export function moment(ps: number, unit: ResultUnit): string {
  return unit === 'instructions' ? `${Math.round(ps / 1000)}` : (ps / 1e6).toFixed(3);
}

/** What was asked of which device: `a write of 4096 bytes to blk`. */
export function operation({ device, bytes, writes }: Pick<Explanation, 'device' | 'bytes' | 'writes'>): string {
  const length = `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  return device === 'net' ? `a packet of ${length} through net and its answer` : writes ? `a write of ${length} to ${device}` : `a read of ${length} from ${device}`;
}

/** Which states it met, as a sentence; empty where there are none. */
export function meetings({ met, kick }: Explanation): string {
  const parts = [
    kick === 'suppressed' ? 'no kick is wanted' : null,
    met.backend === null ? null : `the request finds the back end ${inWords[met.backend]}`,
    met.guest === null ? null : `its completion finds the vCPU ${inWords[met.guest]}`,
  ].filter((part) => part !== null);
  return parts.join('; ');
}

const inWords: Readonly<Record<string, string>> = {
  running: 'running', polling: 'polling', sleeping: 'asleep', runnable: 'waiting for its core', wfi: 'in a native WFI', 'halt-polling': 'halt-polling', blocked: 'blocked', preempted: 'preempted',
};

/** Where a step happens: `EL2 hypervisor`, `EL1 GuestVM`. */
export function where({ el, vm }: ExplainedStep): string {
  return el === null ? vm : `EL${el} ${vm}`;
}

/** Each different source once, in the order in which it is met: what the numbers in brackets mean. */
export function sourcesOf({ steps }: Explanation): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { source } of steps) {
    if (source === null) continue;
    const text = `${source.kind}: ${source.source}`;
    if (!found.has(text)) found.set(text, found.size + 1);
  }
  return found;
}

export function sourceNumber(sources: ReadonlyMap<string, number>, { source }: ExplainedStep): string {
  return source === null ? '' : `[${sources.get(`${source.kind}: ${source.source}`) ?? '?'}]`;
}
