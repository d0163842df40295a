import { between } from '../crossing.ts';
import { readable } from '../numbers.ts';
import type { Entry } from '../entry.ts';
import { groupBy } from '../group-by.ts';
import { durationUnit } from '../units.ts';
import { isBound } from '../verdict.ts';
import type { Chart, Row } from './chart.ts';
import { gridAxis, linesByHypervisor, variantOf } from './lines.ts';
import { ONE_TWO_FIVE } from './log-axis.ts';

/** Latency of a console write over its length: emulated register by register, or virtio. */
export const length: Chart = {
  id: 'length',
  over: 'length',
  title: ({ unit }) => `Latency of a console write over its length, ${durationUnit(unit)}`,
  says: () => 'Where a virtio line passes below that of trap-and-emulate, virtio wins. Marks are what was run; the lines between them are straight on plain axes and bend on these logarithmic ones.',
  rows: (entries, { unit, steps }) => {
    const shown = competing(entries);
    const variant = variantOf(shown);
    return [...groupBy(shown, (entry) => entry.system).values()].flatMap((same) => {
      const known = same.flatMap(({ at, mean }) => (at === null ? [] : [{ length: at, value: mean }]));
      const [first] = same;
      return first === undefined ? [] : lengthsAlong(steps).flatMap((at): readonly Row[] => {
        const value = between(known, at);
        const { system, key, hypervisor, backend, maturity } = first;
        const measured = steps.includes(at);
        return value === null ? [] : [{
          system, key, hypervisor, backend, maturity, variant: variant(first), at, value: Number(value.toPrecision(5)), measured,
          tip: `${system}\n${readable(at)} bytes: ${readable(value)} ${durationUnit(unit)}${measured ? '' : ' (interpolated)'}`,
        }];
      });
    });
  },
  spec: (scene) => linesByHypervisor(
    { ...scene, backends: scene.backends.filter((backend) => !NOT_COMPETING.includes(backend)) }, gridAxis(scene.steps, 'bytes'),
    { field: 'value', type: 'quantitative', title: null, scale: { type: 'log', nice: false, padding: 8 }, axis: { values: ONE_TWO_FIVE, format: '~s', labelOverlap: true, labelSeparation: 4 } },
    'measured',
  ),
  table: (entries) => ({
    columns: ['system', 'bytes', 'mean', '95 % low', '95 % high'],
    rows: competing(entries).toSorted((a, b) => (a.system < b.system ? -1 : a.system > b.system ? 1 : 0) || (a.at ?? 0) - (b.at ?? 0))
      .map((entry) => [entry.system, entry.at, entry.mean, entry.meanLow, entry.meanHigh]),
  }),
};

const NOT_COMPETING: readonly string[] = ['passthrough', 'null'];

/** Systems between which a console may choose: a bound is no choice, and a serial port of the guest's own is neither virtio nor emulated. */
export function competing(entries: readonly Entry[]): readonly Entry[] {
  return entries.filter((entry) => !isBound(entry) && !NOT_COMPETING.includes(entry.backend));
}

/** The lengths that were run and, between each two, three more for every doubling: enough for a line that looks bent and not broken. */
function lengthsAlong(steps: readonly number[]): readonly number[] {
  return steps.flatMap((from, i) => {
    const to = steps[i + 1];
    if (to === undefined || from <= 0) return [from];
    const parts = Math.min(24, Math.ceil(2 * Math.log2(to / from)));
    return Array.from({ length: parts }, (_, k) => (k === 0 ? from : Number((from * (to / from) ** (k / parts)).toPrecision(4))));
  });
}
