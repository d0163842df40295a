import { runOnce, warmUp } from '../../experiment/run.ts';
import type { TrialSpec } from '../../experiment/spec.ts';
import { BLOCK, TraceWindow } from '../../experiment/trace-window.ts';
import { noteOf, type Out, type TraceFormat } from './trace-format.ts';

/** Room for the end of a file below 100 MB. */
const LIMIT = 95_000_000;

/** Runs the first replication of a trial and writes its trace; says what that holds. */
export function traceTrial(spec: TrialSpec, format: TraceFormat, out: Out, limit = LIMIT): string {
  const writer = format.open(spec, out);
  const window = new TraceWindow(writer, { warm: warmUp(spec.requests, Number(spec.params['topology.guests'])), requests: spec.requests, limit: format.sumsUp ? Infinity : limit });
  const { machine, toPs } = runOnce(spec, spec.seed, window);
  const extent = window.end(machine, toPs);
  const unit = spec.profile.instructions_per_ns === undefined ? '' : '; the profile counts instructions, of which each stands for 1 ns';
  const note = `${noteOf(extent, BLOCK)}${unit}`;
  writer.end(extent, note);
  return note;
}
