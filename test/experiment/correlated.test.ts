import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { correlatedPrices, together } from '../../src/experiment/correlated.ts';
import { drawnProfiles } from '../../src/experiment/drawn-profile.ts';
import type { Profile } from '../../src/experiment/spec.ts';
import { labProfile } from '../specimen.ts';

const test = suite('correlated prices');

const base = labProfile('neoverse-n1');
const ids = ['context_switch', 'eventfd_read', 'guest_eoi', 'used_publish'] as const;
const knowing = (...correlated: NonNullable<Profile['correlated']>): Profile => ({ ...base, correlated });

test('the factor times itself is the correlation that the numbers give', () => {
  const number = fc.double({ min: -0.5, max: 0.5, noNaN: true });
  fc.assert(fc.property(fc.array(fc.tuple(number, number, number, number), { minLength: 1, maxLength: 3 }), (directions) => {
    const correlated = directions.map((values) => Object.fromEntries(ids.map((id, i) => [id, values[i] / 2])));
    const { factor } = correlatedPrices(knowing(...correlated));
    for (const [i, a] of ids.entries()) {
      for (const [j, b] of ids.entries()) {
        const found = factor[i].reduce((sum, value, k) => sum + value * (factor[j][k] ?? 0), 0);
        const asked = i === j ? 1 : -correlated.reduce((sum, known) => sum + known[a] * known[b], 0);
        assert.ok(Math.abs(found - asked) < 1e-9, `${a} ${b}`);
      }
    }
  }));
});

test('of two prices whose sum alone is known, one is drawn as high as the other is low', () => {
  const draws = drawnProfiles(knowing({ context_switch: 1, eventfd_read: 1 }), 20, 1);
  const deviation = (profile: Profile, id: string): number => Math.log(profile.costs[id].value / base.costs[id].value);
  const ratio = draws.map((profile) => deviation(profile, 'context_switch') / deviation(profile, 'eventfd_read'));
  for (const each of ratio) assert.ok(each < 0 && Math.abs(each / ratio[0] - 1) < 1e-6);
});

test('prices that nothing is known of together are drawn as ever', () => {
  const [plain, drawn] = [base, knowing({ context_switch: 0.5, eventfd_read: -0.5 })].map((profile) => drawnProfiles(profile, 4, 1));
  for (const [i, { costs }] of plain.entries()) {
    for (const [id, { value }] of Object.entries(costs)) if (id !== 'eventfd_read') assert.is(drawn[i].costs[id].value, value, id);
  }
});

test('what no prices can be is refused', () => {
  assert.throws(() => correlatedPrices(knowing({ context_switch: 2, eventfd_read: 1 })), /^correlated: no prices can vary together like this \(eventfd_read would have a variance below 0\)$/);
});

test('a price without uncertainty is correlated with nothing', () => {
  const sure = { ...base.costs['eventfd_read'], sd: 0 };
  assert.equal(correlatedPrices({ correlated: [{ context_switch: 1, eventfd_read: 1 }], costs: { ...base.costs, eventfd_read: sure } }).ids, ['context_switch']);
  assert.equal(together({ ids: [], factor: [] }, []), []);
});

test.run();
