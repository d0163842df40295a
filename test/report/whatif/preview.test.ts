import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import fc from 'fast-check';
import { costIds } from '../../../src/experiment/prices.ts';
import { trial } from '../../../src/experiment/trial.ts';
import type { TrialResult } from '../../../src/experiment/results.ts';
import { cpuTimeOf, previewed, priceChanges } from '../../../src/report/whatif/preview.ts';
import { costControls } from '../../../src/report/whatif/registered.ts';
import { specsOf } from '../trials.ts';

const test = suite('preview by derivatives');

const { specs } = specsOf('quick', { requests: 200, replications: 2 });
const controls = costControls(specs[0].profile);
const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.abs(b);

/** A system at the profile's prices, and with some of them changed. */
function bothOf(spec: (typeof specs)[number], overrides: Readonly<Record<string, number>>): readonly [TrialResult, TrialResult] {
  return [trial(spec), trial({ ...spec, params: { ...spec.params, ...overrides } })];
}

function isVisitedAlike(a: TrialResult, b: TrialResult): boolean {
  const stretches = (result: TrialResult): string => JSON.stringify(result.ledger.stretches);
  return a.ledger.steps.length === b.ledger.steps.length && a.ledger.steps.every((step, i) => step.cost === b.ledger.steps[i].cost && step.visits_per_request === b.ledger.steps[i].visits_per_request) && stretches(a) === stretches(b);
}

test('at the baseline it is what was simulated', () => {
  for (const spec of specs) {
    const result = trial(spec);
    assert.equal(previewed(result, new Map()), cpuTimeOf(result));
    assert.ok(near(cpuTimeOf(result).roles.reduce((sum, us) => sum + us, 0), result.metrics.cpu_us_per_request.total));
  }
});

test('near it, wherever visits stay as they are, it is what is simulated at the other prices, role by role', () => {
  let alike = 0;
  fc.assert(fc.property(fc.constantFrom(...specs), fc.constantFrom(...costIds()), fc.integer({ min: 1, max: 40 }), (spec, cost, ns) => {
    const key = `costs.${cost}`;
    const overrides = { [key]: spec.profile.costs[cost].value + ns };
    const [before, after] = bothOf(spec, overrides);
    if (!isVisitedAlike(before, after)) return;
    alike++;
    const changes = priceChanges(controls, spec.params, {}, overrides);
    assert.ok(changes !== null);
    const [guess, known] = [previewed(before, changes), cpuTimeOf(after)];
    assert.ok(near(guess.total, known.total), `${cost}: ${guess.total} and ${known.total}`);
    guess.roles.forEach((us, i) => assert.ok(Math.abs(us - known.roles[i]) < 1e-9 * known.total, `${cost}, ${i}`));
  }), { numRuns: 60, seed: 5 });
  assert.ok(alike > 30, `${alike} of 60 are a test of anything`);
});

test('prices count from where the last simulation was; without one of all settings alike there is no preview', () => {
  const { params } = specs[0];
  const { context_switch } = specs[0].profile.costs;
  assert.equal([...(priceChanges(controls, params, { 'costs.context_switch': 3000 }, { 'costs.context_switch': 5000, 'costs.gpr_save': 7 }) ?? [])].map(([id, us]) => [id, Math.round(us * 1e6)]), [
    ['context_switch', 2_000_000], ['gpr_save', 7000 - Math.round(1000 * specs[0].profile.costs['gpr_save'].value)],
  ]);
  assert.ok(near(priceChanges(controls, params, { 'costs.context_switch': 3000 }, {})?.get('context_switch') ?? NaN, (context_switch.value - 3000) / 1000));
  assert.is(priceChanges(controls, params, {}, { 'policy.twi': 'native' }), null);
  assert.is(priceChanges(controls, params, { 'ring.event_idx': false }, { 'costs.gpr_save': 1 }), null);
});

test.run();
