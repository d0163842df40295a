import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { costGroups, costs, type CostInfo } from '../../src/machine/costs.ts';

const test = suite('costs');
const all: readonly (readonly [string, CostInfo])[] = Object.entries(costs);

test('every cost has one short line of meaning, and no two have the same', () => {
  const seen = new Set<string>();
  for (const [id, { says }] of all) {
    assert.match(id, /^[a-z0-9]+(_[a-z0-9]+)*$/);
    assert.ok(says.length > 5 && says.length <= 100, `${id}: ${says}`);
    assert.not.match(says, /\n|\.$/, id);
    assert.not.ok(seen.has(says), `${id}: says what another says`);
    seen.add(says);
  }
});

test('costs stand in the order of their groups, and no group is empty', () => {
  const met = all.map(([, info]) => info.group).filter((group, i, groups) => group !== groups[i - 1]);
  assert.equal(met, [...costGroups]);
});

test('only copies are priced by the byte', () => {
  for (const [id, info] of all) assert.is(info.per === 'byte', id.startsWith('copy_per_byte_'), id);
});

test('policies and device parameters are no costs', () => {
  for (const id of ['halt_poll_ns', 'busyloop_timeout', 'daemon_poll_iters', 'dev_service', 'dev_bw', 'irq_moderation']) {
    assert.not.ok(id in costs, id);
  }
});

test.run();
