import { suite } from 'uvu';
import { equal, is, match, ok, throws } from 'uvu/assert';
import { runOnce } from '../../src/experiment/run.ts';
import { trial } from '../../src/experiment/trial.ts';
import { corruptions } from '../../src/virtio/corruptions.ts';
import type { Corruption } from '../../src/virtio/corruptions.ts';
import { specimen } from '../specimen.ts';
import { everySystem } from './every-system.ts';
import { play } from './play.ts';

const test = suite('law: a guest that breaks the standard breaks its own device and no other');

const withRings = everySystem.filter((name) => /(vhost|user-thread|sidecore|el2)/.test(name) && !name.includes('trap'));
const cases = Object.entries(corruptions).flatMap(([id, corruption]: [string, Corruption]) => (['split', 'packed'] as const).filter((layout) => corruption[layout] !== undefined).map((layout) => ({ id, layout })));

test('every system, whatever the last of three guests writes: the requests of the others are answered exactly once, all of them', () => {
  ok(withRings.length >= 12, `${withRings.length} systems`);
  ok(cases.length >= 12, `${cases.length} cases`);
  let i = 0;
  for (const system of withRings) {
    for (const { id, layout } of cases) {
      const each = 40;
      const spec = specimen(system, {
        set: { 'topology.guests': 3, 'topology.host_cores': 3, 'ring.layout': layout, 'ring.hostile': id, 'ring.hostile_at': 15, 'ring.size': 16, 'workload.iodepth': 1 + (i++ % 4) },
        job: { rw: 'randrw', numberIos: each },
      });
      const { answered, faults } = play(spec, 1);
      const of = (guest: number): number => answered.filter((one) => one.guest === guest).length;
      equal(faults, [], `${system} ${id} ${layout}`);
      equal([of(0), of(1)], [each, each], `${system} ${id} ${layout}`);
      ok(of(2) < 15, `${system} ${id} ${layout}: guest 2 had ${of(2)} answers`);
    }
  }
});

test('packets of the others go on as well', () => {
  for (const { id, layout } of cases.filter(({ id }) => !['loop', 'unfinished'].includes(id))) {
    const spec = specimen('vhe/vhost', { device: 'net', workload: 'rr', set: { 'topology.guests': 2, 'topology.host_cores': 2, 'ring.layout': layout, 'ring.hostile': id, 'ring.hostile_at': 300 } });
    const { answered, faults } = play(spec, 1, 500);
    equal([faults, answered.length], [[], 500], `${id} ${layout}`);
  }
});

test('a device is broken by the rule that was broken, and the result says so in a sentence', () => {
  for (const { id, layout } of cases) {
    const spec = specimen('vhe/vhost', { requests: 100, set: { 'topology.guests': 2, 'ring.layout': layout, 'ring.hostile': id } });
    const { broken } = runOnce(spec, 1);
    equal(broken.map(({ guest }) => guest), [1], `${id} ${layout}`);
    is(broken[0].violation.by, 'driver');
    const said = trial(spec).remarks.filter((remark) => remark.startsWith('Guest 1 broke the standard: guest 1 queue, '));
    is(said.length, 1, `${id} ${layout}`);
    match(said[0], /\(VIRTIO 1\.2 section 2\.[78][.\d]*\)\. Its device needs a reset; those of the others went on\.$/);
  }
});

test('a trial without hostile guests breaks nothing', () => {
  for (const layout of ['split', 'packed']) equal(runOnce(specimen('vhe/vhost', { set: { 'topology.guests': 2, 'ring.layout': layout, 'workload.iodepth': 8 } }), 1).broken, []);
});

test('what cannot be asked is refused: a hostile guest alone, and what a layout does not have', () => {
  const refused = (set: Readonly<Record<string, string | number>>, says: RegExp): void => throws(() => trial(specimen('vhe/vhost', { set })), says);
  refused({ 'ring.hostile': 'loop' }, /^ring.hostile: loop \(with one guest nothing is left to measure: topology.guests=2 or more\)$/);
  refused({ 'ring.hostile': 'loop', 'topology.guests': 2, 'ring.layout': 'packed' }, /^ring.hostile: loop \(there is no such thing in a packed ring\)$/);
});

test.run();
