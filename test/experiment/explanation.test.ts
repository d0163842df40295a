import { suite } from 'uvu';
import { equal, is, ok, throws } from 'uvu/assert';
import { explain } from '../../src/experiment/explanation.ts';
import { phases } from '../../src/experiment/phase.ts';
import { explainable } from '../../src/experiment/explainable.ts';
import { trialOf } from '../../src/experiment/question.ts';
import type { Question } from '../../src/experiment/question.ts';
import { runOnce } from '../../src/experiment/run.ts';
import { backendStates, guestStates, parseStates } from '../../src/experiment/states.ts';
import { foldRepeats, groupSteps } from '../../src/experiment/step-groups.ts';
import { difference, variantsOf } from '../../src/experiment/variants.ts';
import { costs } from '../../src/machine/costs.ts';
import { everySystem } from '../laws/every-system.ts';
import { labProfile } from '../specimen.ts';

const test = suite('experiment/explanation');

const asked = (system: string, wish: Partial<Question> = {}) =>
  trialOf({ system, device: 'blk', op: null, bytes: null, profile: labProfile('neoverse-n1'), policy: 'no-polling', set: {}, ...wish });

test('the steps of every system and device follow one another and sum to the latency, which is the trial\'s', () => {
  for (const system of everySystem) {
    for (const device of explainable) {
      const spec = asked(system, { device, bytes: device === 'console' ? '3' : null });
      const { steps, latencyPs } = explain(spec);
      let at = 0;
      for (const { at_ps, duration_ps } of steps) {
        is(at_ps, at, `${system} ${device}`);
        at += duration_ps;
      }
      is(at, latencyPs, `${system} ${device}`);
    }
  }
  for (const system of ['vhe/vhost', 'static-partition/user-thread', 'xen/el2']) {
    const { latenciesPs } = runOnce({ ...asked(system), requests: 10 }, 1);
    is(explain(asked(system)).latencyPs, latenciesPs[9], system);
  }
});

test('a step is its price times its visits, says what it is, and where its number comes from', () => {
  const spec = asked('vhe/user-thread', { device: 'net', bytes: '1000', set: { 'costs.vfs_rw': '77ns' } });
  const { steps } = explain(spec);
  for (const { cost, duration_ps, times, says, source } of steps) {
    if (cost === null) continue;
    is(says, costs[cost].says);
    const entry = spec.profile.costs[cost];
    if (cost === 'vfs_rw') equal([duration_ps, source], [77_000 * times, { kind: 'assumed', source: 'set for this trial' }]);
    else if (entry.unit === 'ns') equal([duration_ps, source], [Math.round(entry.value * 1000) * times, { kind: entry.kind, source: entry.source }], cost);
  }
  ok(steps.some(({ cost, times }) => cost === 'copy_per_byte_remote' && times === 1000), 'bytes are counted as bytes');
  equal([...new Set(steps.map(({ phase }) => phase))], [...phases]);
});

test('a request meets the states that were asked for, or is refused with the reason', () => {
  const met: string[] = [];
  for (const system of ['vhe/vhost', 'vhe/user-thread', 'xen/vhost', 'static-partition/user-thread', 'vhe/sidecore']) {
    for (const state of [...guestStates.map((word) => `guest=${word}`), ...backendStates.map((word) => `backend=${word}`)]) {
      const states = parseStates(state);
      try {
        const found = explain(asked(system), states).met;
        is(states.guest === null ? found.backend : found.guest, states.guest ?? states.backend, `${system} ${state}`);
        met.push(`${system} ${state}`);
      } catch (error) {
        ok(/cannot be in it \(|no request of .* met it \(/.test(String(error)), `${system} ${state}: ${String(error)}`);
      }
    }
  }
  for (const state of ['guest=running', 'guest=wfi', 'guest=halt-polling', 'guest=blocked', 'guest=preempted', 'backend=running', 'backend=polling', 'backend=sleeping', 'backend=runnable']) {
    ok(met.includes(`vhe/vhost ${state}`), state);
  }
  const both = explain(asked('vhe/vhost'), parseStates('guest=running,backend=polling'));
  equal(both.met, { guest: 'running', backend: 'polling' });
  throws(() => explain(asked('static-partition/vhost'), parseStates('guest=blocked')), /WFI is not trapped there/);
  throws(() => explain(asked('vhe/sidecore'), parseStates('backend=sleeping')), /a sidecore never sleeps/);
  throws(() => parseStates('guest=blokced'), '--state: unknown state: blokced (did you mean blocked?)');
  throws(() => parseStates('gues=blocked'), '--state: unknown side: gues (did you mean guest?)');
});

test('what states change is what the hypervisor says: a running vCPU is sent an IPI, a blocked one is woken, a polling one neither', () => {
  const delivery = (state: string): readonly string[] => explain(asked('vhe/vhost'), parseStates(state)).steps.filter(({ phase }) => phase === 'delivery').map(({ cost }) => cost ?? '');
  ok(delivery('guest=running').includes('resched_ipi_handler') && !delivery('guest=running').includes('try_to_wake_up'));
  ok(delivery('guest=blocked').includes('try_to_wake_up') && delivery('guest=blocked').includes('idle_exit_shallow'));
  const polling = delivery('guest=halt-polling');
  ok(!polling.includes('ipi_flight') && !polling.includes('try_to_wake_up') && !polling.includes('context_switch'));
});

test('a request is followed over every core that it waits for: each register of virtio-mmio goes to the daemon and comes back', () => {
  const paths = groupSteps(explain(asked('static-partition/user-thread')).steps).map(({ first }) => first.path);
  const count = (path: string): number => paths.filter((name) => name === path).length;
  equal([count('register access (daemon), out'), count('register emulated'), count('register access (daemon), back')], [2, 2, 2]);
  is(count('doorbell SGI'), 3, 'a kick and two registers each wake the daemon');
  is(count('flight'), 5, 'three SGIs to the host, one to the guest, one interrupt of the disk');
});

test('where one core does all of it, nothing else is on its path', () => {
  for (const { core, kind } of explain(asked('static-partition/el2')).steps) ok(core === 'guest 0 vCPU 0' || kind === 'device', `${core} ${kind}`);
});

test('other states are run and compared: what is gone and what is added make up the difference', () => {
  for (const system of ['vhe/vhost', 'static-partition/user-thread', 'vhe/passthrough']) {
    const spec = asked(system);
    const base = explain(spec);
    const variants = variantsOf(base, spec);
    ok(variants.length >= 4);
    for (const { latencyPs, gone, added, state } of variants) {
      if (latencyPs === null) continue;
      const sum = (list: readonly { readonly ps: number }[]): number => list.reduce((total, { ps }) => total + ps, 0);
      is(sum(added) - sum(gone), latencyPs - base.latencyPs, `${system} ${state}`);
    }
  }
  const one = explain(asked('vhe/vhost'));
  equal(difference(one, one), { gone: [], added: [] });
});

test('repeats are folded and nothing is lost', () => {
  const { steps, latencyPs } = explain(asked('vhe/trap-and-emulate', { device: 'console', bytes: '16' }));
  const groups = groupSteps(steps);
  const folded = foldRepeats(groups);
  ok(folded.length < groups.length / 4, `${folded.length} of ${groups.length}`);
  is(folded.reduce((sum, { durationPs }) => sum + durationPs, 0), latencyPs);
  equal([...new Set(steps.map(({ phase }) => phase))], ['submit', 'back end', 'delivery']);
  is(folded.reduce((sum, { groups: row, times }) => sum + row.length * times, 0), groups.length);
});

test('a question that makes no sense is refused in a sentence', () => {
  throws(() => asked('vhe/vhost', { device: 'blkk' }), 'unknown device: blkk (did you mean blk?)');
  throws(() => asked('vhe/vhost', { op: 'wirte' }), '--op: unknown operation of blk: wirte (did you mean write?)');
  throws(() => asked('vhe/vhost', { device: 'net', op: 'read' }), /--op: unknown operation of net: read/);
  throws(() => asked('vhe/vhost', { bytes: '0' }), /--bytes: 0 \(must be a whole number from 1 to/);
  throws(() => asked('vhe/vhost', { policy: 'no-poling' }), 'unknown policy: no-poling (did you mean no-polling?)');
  throws(() => asked('vhe/vhost', { set: { 'ring.sise': '4' } }), /unknown parameter: ring.sise/);
});

test.run();
