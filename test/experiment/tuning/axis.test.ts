import { suite } from 'uvu';
import { equal, is, ok, throws } from 'uvu/assert';
import { parameterGroups } from '../../../src/experiment/parameters.ts';
import { axisOf, parseRange, valuesOn } from '../../../src/experiment/tuning/axis.ts';
import type { Axis } from '../../../src/experiment/tuning/axis.ts';
import { labProfile } from '../../specimen.ts';

const test = suite('experiment/tuning/axis');
const axis = (text: string, profile = 'neoverse-n1'): Axis => axisOf(parseRange(text), parameterGroups('blk', 'fio:job'), labProfile(profile));

test('a unit at the end is that of both ends', () => {
  const { from, to, unit, whole } = axis('costs.context_switch=1..20us');
  equal([from, to, unit, whole], [1000, 20_000, 'ns', false]);
  equal([axis('costs.context_switch=500ns..2us').from, axis('device.service=0..1ms').to], [500, 1e6]);
});

test('counts are whole, and a long range above 0 is walked by factors', () => {
  const depth = axis('workload.iodepth=1..64');
  equal([depth.whole, depth.spread, axis('workload.iodepth=0..64').spread], [true, 'geometric', 'even']);
  equal(valuesOn(depth, 7), [1, 2, 4, 8, 16, 32, 64]);
  equal(valuesOn(axis('workload.iodepth=1..3'), 9), [1, 2, 3], 'each once');
});

test('both ends are met exactly, in ascending order', () => {
  for (const text of ['costs.context_switch=1ns..20us', 'device.service=0..777us', 'workload.iodepth=3..999']) {
    const one = axis(text);
    const values = valuesOn(one, 9);
    equal([values[0], values[values.length - 1]], [one.from, one.to]);
    ok(values.every((value, i) => i === 0 || value > values[i - 1]));
  }
});

test('instructions stay instructions', () => {
  equal([axis('costs.context_switch=0..2000', 'emulated-n1').unit, axis('costs.context_switch=0..2000', 'emulated-n1').to], ['instructions', 2000]);
});

test('what is no range is refused with what to write', () => {
  throws(() => axis('costs.context_switch'), 'not a range: costs.context_switch (write KEY=FROM..TO, e.g. costs.context_switch=0..20us)');
  throws(() => axis('costs.context_swich=0..1us'), /unknown parameter: costs.context_swich \(did you mean costs.context_switch\?\)/);
  throws(() => axis('costs.context_switch=2us..1us'), 'costs.context_switch: 2us..1us does not ascend (write the smaller value first)');
  throws(() => axis('ring.event_idx=false..true'), 'ring.event_idx is no number: it has no values between false and true');
  is(axis('workload.iodepth=1..2').key, 'workload.iodepth');
});

test.run();
