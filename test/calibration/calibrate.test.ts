import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { calibrate } from '../../src/calibration/calibrate.ts';
import { fittedCosts } from '../../src/calibration/fitted-costs.ts';
import { predictions } from '../../src/calibration/predict.ts';
import { drawnProfiles } from '../../src/experiment/drawn-profile.ts';
import type { Measurement, MeasurementSources } from '../../src/experiment/measurement.ts';
import type { Profile } from '../../src/experiment/spec.ts';
import { labProfile } from '../specimen.ts';

const test = suite('calibration/calibrate');

const sources: MeasurementSources = { profile: labProfile, fio: () => [] };
const base = labProfile('neoverse-n1');
const measurement = (id: string, set: Measurement['set'], changes: Partial<Measurement> = {}): Measurement => ({
  id, group: 'g', system: 'vhe/null', device: 'null', workload: 'micro', policy: 'no-polling', set, requests: 20, seed: 1,
  profile: 'whatever', metric: 'latency.mean', target: { value: 1 }, unit: 'ns', tolerance: 0, source: 'here', evidence: 'primary', use: 'fit', ...changes,
});
const micro = (operation: string, changes: Partial<Measurement> = {}): Measurement =>
  measurement(operation, { 'workload.operation': operation, ...(operation === 'virtual_ipi' || operation === 'lpi' ? { 'topology.vcpus': 2 } : {}) }, changes);
const rows: readonly Measurement[] = ['hypercall', 'mmio_kernel', 'mmio_user', 'eoi', 'virtual_ipi', 'lpi'].map((operation) => micro(operation));

/** What a machine with other prices would have measured. */
function measuredOn(profile: Profile, all: readonly Measurement[] = rows): readonly Measurement[] {
  const { values } = predictions(all, profile, sources);
  return all.map((each, i) => ({ ...each, target: { value: values[i] } }));
}

const withPrice = (profile: Profile, id: string, factor: number): Profile => ({ ...profile, costs: { ...profile.costs, [id]: { ...profile.costs[id], value: profile.costs[id].value * factor } } });
const slower = Object.keys(base.costs).reduce((profile, id) => withPrice(profile, id, 1.3), base);

test('measured on the machine that the profile is of, no price moves', () => {
  for (const { id, before, after } of calibrate(base, measuredOn(base), sources).costs) assert.ok(Math.abs(after / before - 1) < 1e-4, id);
});

test('a machine whose every price is 30 % higher is met within 2 %, and prices move towards it', () => {
  const { rows: fitted, costs, last_step } = calibrate(base, measuredOn(slower), sources);
  for (const { id, measured, before, after } of fitted) {
    assert.ok(before / measured < 0.8, id);
    assert.ok(Math.abs(after / measured - 1) < 0.02, `${id}: ${after} for ${measured}`);
  }
  for (const id of ['kvm_run_loop', 'guest_eoi', 'vmm_bus_dispatch']) assert.ok(costs.some((cost) => cost.id === id && cost.after > 1.1 * cost.before), id);
  assert.ok(last_step < 0.05);
});

test('one price that differs is found where a number shows it alone', () => {
  const { costs } = calibrate(base, measuredOn(withPrice(base, 'guest_eoi', 1.2)), sources);
  const eoi = costs.find(({ id }) => id === 'guest_eoi');
  assert.ok(eoi && Math.abs(eoi.after / (1.2 * eoi.before) - 1) < 0.03 && eoi.determined > 0.5);
});

test('more numbers leave less uncertainty, and never more than the prior\'s', () => {
  const few = calibrate(base, measuredOn(slower, rows.slice(0, 1)), sources);
  const more = calibrate(base, measuredOn(slower, rows.slice(0, 3)), sources);
  for (const { id, determined } of few.costs) {
    assert.ok(determined >= -1e-9 && determined <= 1);
    assert.ok((more.costs.find((cost) => cost.id === id)?.determined ?? 0) >= determined - 0.02, id);
  }
  assert.ok(few.information <= 1 && more.information > few.information && more.information <= 3);
});

test('a number is worth as much as it is sure: a wide tolerance leaves the prices alone', () => {
  const unsure = measuredOn(slower, rows.slice(0, 1)).map((each) => ({ ...each, tolerance: 10_000 }));
  for (const { id, before, after } of calibrate(base, unsure, sources).costs) assert.ok(Math.abs(after / before - 1) < 0.01, id);
});

test('what is marked for validation is predicted and not fitted to; without any mark all is fitted to', () => {
  const marked = measuredOn(slower).map((each, i) => ({ ...each, use: i < 4 ? 'fit' : 'validation' } as const));
  const { rows: fitted } = calibrate(base, marked, sources);
  assert.equal(fitted.map(({ used, left_out }) => [used, left_out === null]), [true, true, true, true, false, false].map((used) => [used, !used]));
  const unmarked = measuredOn(slower).map((each) => ({ ...each, use: 'validation' } as const));
  assert.ok(calibrate(base, unmarked, sources).rows.every(({ used }) => used));
});

test('left out is what the others alone say of a number', () => {
  const all = measuredOn(slower, rows.slice(0, 3));
  const { rows: fitted } = calibrate(base, all, sources);
  all.forEach((each, i) => {
    const without = calibrate(base, all.map((other, k) => (k === i ? { ...other, use: 'validation' } as const : other)), sources).rows[i];
    const [said, really] = [(fitted[i].left_out ?? NaN) / fitted[i].measured, without.after / without.measured];
    assert.ok(Math.abs(said / really - 1) < 0.06, `${each.id}: ${said}, really ${really}`);
  });
});

test('ratios and differences are fitted to as well', () => {
  const against = { ...micro('hypercall'), as: 'difference' } as const;
  const [difference] = measuredOn(slower, [micro('mmio_kernel', { against })]);
  const [row] = calibrate(base, [difference], sources).rows;
  assert.ok(Math.abs(row.after / row.measured - 1) < 0.02);
});

test('what is only from memory, a range, and nothing at all are no data', () => {
  const [first] = measuredOn(slower);
  assert.throws(() => calibrate(base, [{ ...first, evidence: 'unverified' }, { ...first, target: { above: 1, below: 2 } }], sources), /^nothing can be fitted: no measurement has a value/);
});

/** Standard deviation of the logarithm of what some rows are at prices drawn around a profile's. */
function unsure(profile: Profile, all: readonly Measurement[], draws = 200): readonly number[] {
  const [centre, ...drawn] = [profile, ...drawnProfiles(profile, draws, 5)].map((each) => predictions(all, each, sources).values);
  return all.map((_, i) => Math.sqrt(drawn.reduce((sum, values) => sum + Math.log(values[i] / centre[i]) ** 2, 0) / draws));
}
const fittedProfile = (profile: Profile, all: readonly Measurement[]): Profile => {
  const found = calibrate(profile, all, sources);
  return { ...profile, costs: { ...profile.costs, ...fittedCosts(profile, found) }, correlated: found.correlated };
};

test('a fitted profile knows the sum that was measured as surely as it was measured, though its parts stay unsure', () => {
  const [hvc] = measuredOn(base, rows.slice(0, 1));
  const fitted = fittedProfile(base, [hvc]);
  const [before, after] = [base, fitted].map((profile) => unsure(profile, [hvc])[0]);
  assert.ok(before > 0.1, String(before));
  // A measurement without a tolerance is sure to 1 %; the rest is that a fit is linear in the logarithms, and the sum is not.
  assert.ok(after > 0.009 && after < 0.03, String(after));
  const { kvm_run_loop: loop } = fitted.costs;
  assert.ok(loop.sd / loop.value > 0.08, `${loop.sd} of ${loop.value}`);
});

test('what a second fit learns comes on top of the first, in whichever order', () => {
  const [hvc, , user] = measuredOn(base, rows.slice(0, 3)).map((each) => ({ ...each, use: 'fit' } as const));
  const orders = [fittedProfile(fittedProfile(base, [hvc]), [user]), fittedProfile(fittedProfile(base, [user]), [hvc]), fittedProfile(base, [hvc, user])];
  const spreads = orders.map((profile) => unsure(profile, [hvc, user]));
  for (const [i] of [hvc, user].entries()) {
    for (const spread of spreads) assert.ok(spread[i] < 0.045 && Math.abs(spread[i] / spreads[2][i] - 1) < 0.05, JSON.stringify(spreads));
  }
});

test('a fitted price says what it was fitted from, what it was before, and how sure it is now', () => {
  const found = calibrate(base, measuredOn(slower), sources);
  const costs = fittedCosts(base, found);
  const { kvm_run_loop: loop, ...rest } = costs;
  assert.is(loop.kind, 'derived');
  assert.ok(loop.source.startsWith('fitted from hypercall, mmio_kernel, mmio_user and 3 more; prior 110 sd 28 ns: share of kut.n1.plain.hvc'), loop.source);
  assert.ok(loop.value > 110 && loop.sd / loop.value < 28 / 110);
  assert.ok(Object.keys(rest).length > 2 && !('context_switch' in costs), 'prices that no number shows stay where they were');
});

test.run();
