import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { drawnProfiles } from '../../src/experiment/drawn-profile.ts';
import type { Measurement, MeasurementSources } from '../../src/experiment/measurement.ts';
import { misses, validate } from '../../src/experiment/validation.ts';
import type { Row } from '../../src/experiment/validation.ts';
import type { Profile } from '../../src/experiment/spec.ts';
import { labProfile } from '../specimen.ts';

const test = suite('validation');

const sources: MeasurementSources = { profile: labProfile, fio: () => [] };
const hypercall: Measurement = {
  id: 'hvc', group: 'g', system: 'vhe/null', device: 'null', workload: 'micro', policy: 'no-polling', set: { 'workload.operation': 'hypercall' }, requests: 50, seed: 1,
  profile: 'neoverse-n1', metric: 'latency.mean', target: { value: 292 }, unit: 'ns', tolerance: 0, source: 'here', evidence: 'primary', use: 'fit',
};
const { target: _target, tolerance: _tolerance, source: _source, evidence: _evidence, use: _use, unit: _unit, id: _id, group: _group, ...same } = hypercall;

function one(changes: Partial<Measurement>, { draws = 0, known = [hypercall], from = sources }: { readonly draws?: number; readonly known?: readonly Measurement[]; readonly from?: MeasurementSources } = {}): Row {
  const [row] = validate([{ ...hypercall, ...changes }], known, from, { draws, seed: 1 });
  return row;
}

test('predicts what the path sums to, in the unit that was measured', () => {
  assert.is(one({}).predicted, 292);
  assert.is(one({ unit: 'us' }).predicted, 0.292);
  assert.is(one({ profile: 'emulated-n1', unit: 'instructions' }).predicted, 2193);
  assert.is(Math.round(one({ profile: 'm400', unit: 'cycles', system: 'nvhe/null', set: { ...hypercall.set, 'policy.kvm_era': '2016', 'policy.gic': 'v2' } }).predicted), 6500);
});

test('an error is signed and in percent of what was measured', () => {
  assert.is(one({ target: { value: 584 } }).error_pct, -50);
  assert.is(one({ target: { value: 146 } }).error_pct, 100);
  assert.is(one({}).error_pct, 0);
});

test('of a measured 0 there is no percentage, unless 0 is predicted', () => {
  assert.is(one({ metric: 'wfi_exits', unit: 'per request', target: { value: 0 } }).error_pct, 0);
  assert.is(one({ metric: 'exits', unit: 'per request', target: { value: 0 } }).error_pct, null);
});

test('a range is right or wrong, and its error counts from the nearer end', () => {
  const right = one({ target: { above: 200, below: 300 } });
  assert.equal([right.measured, right.above, right.below, right.right, right.error_pct], [null, 200, 300, true, 0]);
  assert.equal([one({ target: { above: 584, below: Infinity } })].map(({ right, error_pct, below }) => [right, error_pct, below]), [[false, -50, null]]);
});

test('a ratio and a difference are those of the two predictions', () => {
  const vgic = one({ set: { 'workload.operation': 'mmio_kernel' } }).predicted;
  const against = { ...same, set: hypercall.set };
  const changes = { set: { 'workload.operation': 'mmio_kernel' }, target: { value: 1 } } as const;
  assert.is(one({ ...changes, unit: 'ratio', against: { ...against, as: 'ratio' } }).predicted, vgic / 292);
  assert.is(one({ ...changes, against: { ...against, as: 'difference' } }).predicted, vgic - 292);
});

test('the band holds the prediction and is as wide as the prices are unsure', () => {
  const { low, high, predicted } = one({}, { draws: 24 });
  assert.ok(low < predicted && predicted < high);
  const surer = (profile: Profile, factor: number): Profile => ({ ...profile, costs: Object.fromEntries(Object.entries(profile.costs).map(([id, entry]) => [id, { ...entry, sd: factor * entry.sd }])) });
  const half = one({}, { draws: 24, from: { ...sources, profile: (name) => surer(labProfile(name), 0.5) } });
  assert.ok(Math.abs((half.high - half.low) / (high - low) - 0.5) < 0.05);
  const sure = one({}, { draws: 24, from: { ...sources, profile: (name) => surer(labProfile(name), 0) } });
  assert.equal([sure.low, sure.high], [292, 292]);
});

test('the band is that of the linear path sum: 1.96 times the root of the sum of the squared spreads', () => {
  // trap gpr_save common debug hcr barriers fold loop reject flush hcr debug common barriers gpr_restore eret
  const { costs } = labProfile('neoverse-n1');
  const visits = { trap_el1_to_el2: 1, gpr_save: 1, ws_common_sysreg: 2, ws_debug_pmu: 2, ws_hcr_traps: 2, ws_barriers: 2, vgic_fold: 1, kvm_run_loop: 1, hypercall_reject: 1, vgic_flush: 1, gpr_restore: 1, eret_el2_to_el1: 1 };
  const sd = Math.sqrt(Object.entries(visits).reduce((sum, [id, times]) => sum + (times * costs[id].sd) ** 2, 0));
  const { low, high } = one({}, { draws: 400 });
  assert.ok(Math.abs((high - low) / (2 * 1.96 * sd) - 1) < 0.12, `${high - low} for ${2 * 1.96 * sd}`);
});

test('a price that the measurement itself sets has no spread', () => {
  const set = Object.fromEntries(Object.entries(labProfile('neoverse-n1').costs).map(([id, { value }]) => [`costs.${id}`, value]));
  const { low, high } = one({ set: { ...hypercall.set, ...set } }, { draws: 8 });
  assert.is(low, high);
});

test('the same luck for both of two: against itself a system has a ratio without any band', () => {
  const { predicted, low, high } = one({ unit: 'ratio', target: { value: 1 }, against: { ...same, as: 'ratio' } }, { draws: 10 });
  assert.equal([predicted, low, high], [1, 1, 1]);
});

test('drawn profiles come in mirrored pairs around the values', () => {
  const profile = labProfile('neoverse-n1');
  const draws = drawnProfiles(profile, 6, 1);
  for (const [id, { value }] of Object.entries(profile.costs)) {
    for (let pair = 0; pair < 6; pair += 2) assert.ok(Math.abs((draws[pair].costs[id].value * draws[pair + 1].costs[id].value) / value ** 2 - 1) < 1e-12, id);
  }
  assert.equal(drawnProfiles(profile, 6, 1), draws);
});

test('the null model copies the nearest number that was fitted to, or the one that is named, and never itself', () => {
  const other: Measurement = { ...hypercall, id: 'vgic', set: { 'workload.operation': 'mmio_kernel' }, target: { value: 419 } };
  const far: Measurement = { ...hypercall, id: 'far', profile: 'kunpeng-920', target: { value: 408 } };
  const unseen: Measurement = { ...hypercall, id: 'unseen', use: 'validation', target: { value: 1 } };
  const known = [unseen, far, other, hypercall];
  assert.equal([one({ id: 'mine' }, { known })].map(({ null_from, null_value }) => [null_from, null_value]), [['hvc', 292]]);
  assert.is(one({}, { known }).null_from, 'vgic');
  assert.is(one({ id: 'mine', copies: 'far' }, { known }).null_value, 408);
  assert.is(one({ id: 'mine', copies: 'far', scaledBy: ['vgic', 'hvc'] }, { known }).null_value, (408 * 419) / 292);
  assert.is(one({ id: 'mine', metric: 'exits', unit: 'per request' }, { known }).null_value, null);
  assert.throws(() => one({ id: 'mine', copies: 'nobody' }), /^mine: its null model copies nobody/);
});

test('of two systems the null model says that they do not differ', () => {
  const against = { ...same, system: 'nvhe/null' };
  assert.is(one({ unit: 'ratio', target: { above: 1, below: Infinity }, against: { ...against, as: 'ratio' } }).null_right, false);
  assert.is(one({ target: { value: -100 }, against: { ...against, as: 'difference' } }).null_value, 0);
});

test('a unit that the profile does not count in is refused with the measurement', () => {
  assert.throws(() => one({ unit: 'cycles' }), /^hvc: latency.mean in cycles: profile neoverse-n1 has no clock_ghz/);
  assert.throws(() => one({ unit: 'instructions' }), /^hvc: latency.mean in instructions: profile neoverse-n1 counts time/);
  assert.throws(() => one({ profile: 'emulated-n1' }), /^hvc: latency.mean in ns: profile emulated-n1 counts instructions/);
});

test('misses by more than so much: not within its tolerance, and never where the number is in doubt', () => {
  const far = one({ target: { value: 200 } });
  assert.ok(misses(far, 45));
  assert.not(misses(far, 46));
  assert.not(misses(one({ target: { value: 200 }, tolerance: 92 }), 1));
  assert.not(misses(one({ target: { value: 200 }, evidence: 'unverified' }), 1));
  assert.ok(misses(one({ metric: 'exits', unit: 'per request', target: { value: 0 } }), 1e9));
});

test.run();
