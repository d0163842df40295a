import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok, throws } from 'uvu/assert';
import { costIds, pricesPs } from '../../src/experiment/prices.ts';
import type { Profile } from '../../src/experiment/spec.ts';
import { costs } from '../../src/machine/costs.ts';
import { labProfile } from '../specimen.ts';

const test = suite('experiment/prices');
const names = ['neoverse-n1', 'm400', 'seattle', 'emulated-n1'] as const;

/** A profile in which every cost has the same price. */
const flat = (value: number, unit: Profile['costs'][string]['unit'], more: Partial<Profile> = {}): Profile => ({
  name: 'flat', title: 'flat', versions: {}, ...more,
  costs: Object.fromEntries(costIds().map((id) => [id, { value, unit, kind: 'assumed', source: 'this test', sd: 0 }])),
});

test('the catalogue is listed whole, in its order', () => {
  equal(costIds(), Object.keys(costs));
});

test('every cost of every shipped profile has a price in whole picoseconds', () => {
  for (const name of names) {
    const price = pricesPs(labProfile(name), {});
    for (const id of costIds()) ok(Number.isSafeInteger(price(id)) && price(id) >= 0, `${name} ${id}: ${price(id)}`);
  }
});

test('1 ns is 1,000 ps; cycles go by the clock, instructions by their rate', () => {
  equal(costIds().map(pricesPs(flat(1.5, 'ns'), {})), costIds().map(() => 1500));
  equal(costIds().map(pricesPs(flat(24, 'cycles', { clock_ghz: 2.4 }), {})), costIds().map(() => 10_000));
  equal(costIds().map(pricesPs(flat(24, 'instructions', { instructions_per_ns: 4 }), {})), costIds().map(() => 6000));
});

test('a profile may have nanoseconds and cycles side by side', () => {
  const base = flat(24, 'cycles', { clock_ghz: 2.4 });
  const price = pricesPs({ ...base, costs: { ...base.costs, smp_mb: { ...base.costs['smp_mb'], value: 3, unit: 'ns' } } }, {});
  equal([price('smp_mb'), price('context_switch')], [3000, 10_000]);
});

test('a price is rounded once, to the nearest picosecond', () => {
  fc.assert(fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (ns) => ok(Math.abs(pricesPs(flat(ns, 'ns'), {})('smp_mb') - 1000 * ns) <= 0.5 + 1e-6)));
});

test('an override takes the place of the profile\'s price, and of no other', () => {
  for (const name of names) {
    const profile = labProfile(name);
    const [plain, changed] = [pricesPs(profile, {}), pricesPs(profile, { 'costs.context_switch': 1500 })];
    for (const id of costIds()) {
      if (id !== 'context_switch') is(changed(id), plain(id), `${name} ${id}`);
    }
    is(changed('context_switch'), name === 'emulated-n1' ? Math.round(1_500_000 / (profile.instructions_per_ns ?? NaN)) : 1_500_000, name);
  }
});

test('an override is in ns even where the profile counts cycles, and in instructions where it counts those', () => {
  is(pricesPs(flat(24, 'cycles', { clock_ghz: 2.4 }), { 'costs.smp_mb': 7 })('smp_mb'), 7000);
  is(pricesPs(flat(24, 'instructions', { instructions_per_ns: 4 }), { 'costs.smp_mb': 8 })('smp_mb'), 2000);
});

test('the price that a profile has already, given as an override, changes nothing', () => {
  for (const name of ['neoverse-n1', 'emulated-n1'] as const) {
    const profile = labProfile(name);
    const own = Object.fromEntries(costIds().map((id) => [`costs.${id}`, profile.costs[id].value]));
    equal(costIds().map(pricesPs(profile, own)), costIds().map(pricesPs(profile, {})));
  }
});

test('nothing is a price too, and other parameters are none', () => {
  is(pricesPs(flat(5, 'ns'), { 'costs.smp_mb': 0 })('smp_mb'), 0);
  is(pricesPs(flat(5, 'ns'), { 'ring.size': 256, 'policy.halt_poll_ns': 99, smp_mb: 3 })('smp_mb'), 5000);
});

test('what gives no price is refused with the cost and the profile: a missing clock or rate, a negative or endless value', () => {
  const says = /^no price for \w+ in profile flat$/;
  throws(() => pricesPs(flat(24, 'cycles'), {}), says);
  throws(() => pricesPs(flat(24, 'instructions'), {}), says);
  for (const value of [-1, NaN, Infinity]) throws(() => pricesPs(flat(value, 'ns'), {}), says, `${value}`);
  for (const value of [-1, NaN, Infinity, 'much']) throws(() => pricesPs(flat(1, 'ns'), { 'costs.smp_mb': value }), /^no price for smp_mb in profile flat$/, `${value}`);
});

test.run();
