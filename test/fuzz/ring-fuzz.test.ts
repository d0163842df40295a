import { suite } from 'uvu';
import { ok } from 'uvu/assert';
import { rules } from '../../src/virtio/inspect/rules.ts';
import { fuzzRing } from './ring-fuzz.ts';

const test = suite('hostile drivers write anything');

test('10,000 rings of both layouts: the device takes, refuses or breaks, and never more than that', () => {
  const broke = new Map<string, number>();
  let taken = 0;
  for (let seed = 0; seed < 10_000; seed++) {
    const verdict = fuzzRing(seed);
    taken += verdict.taken;
    const key = verdict.rule ?? 'nothing';
    broke.set(key, (broke.get(key) ?? 0) + 1);
  }
  ok(taken > 10_000, `${taken} chains`);
  ok((broke.get('nothing') ?? 0) > 1000, 'many rings are legal all the same');
  const met = [...broke.keys()].filter((key) => key in rules);
  const wanted = [
    'splitLoop', 'splitNext', 'splitNested', 'splitIndirectNext', 'splitIndirectFeature', 'splitTable', 'splitAddress', 'splitOrder', 'availHead', 'availAhead', 'availIdx', 'splitShared',
    'packedAddress', 'packedOrder', 'packedTable', 'packedNested', 'packedIndirectNext', 'packedIndirectFeature', 'packedUnfinished', 'packedShared',
  ];
  ok(wanted.every((rule) => met.includes(rule)), `not met: ${wanted.filter((rule) => !met.includes(rule)).join(', ')}`);
});

test.run();
