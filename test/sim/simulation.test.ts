import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { Simulation } from '../../src/sim/simulation.ts';
import type { Timed } from '../../src/sim/simulation.ts';

const test = suite('sim/simulation');

/** Targets that write down their name and the time at which they fire. */
function recorder(): { readonly simulation: Simulation; readonly log: string[]; readonly target: (name: string, then?: () => void) => Timed } {
  const simulation = new Simulation();
  const log: string[] = [];
  const target = (name: string, then = (): void => {}): Timed => ({
    fire() {
      log.push(`${name}@${simulation.now}`);
      then();
    },
  });
  return { simulation, log, target };
}

test('events fire by time, and equal times in the order in which they were scheduled', () => {
  const { simulation, log, target } = recorder();
  const plan: readonly (readonly [string, number])[] = [['a', 5], ['b', 3], ['c', 5], ['d', 0], ['e', 3], ['f', 5]];
  for (const [name, at] of plan) simulation.schedule(at, target(name));
  simulation.run();
  equal(log, ['d@0', 'b@3', 'e@3', 'a@5', 'c@5', 'f@5']);
});

test('what an event schedules for this very moment comes after all that was there', () => {
  const { simulation, log, target } = recorder();
  simulation.schedule(5, target('a', () => simulation.schedule(5, target('late'))));
  simulation.schedule(5, target('b'));
  simulation.run();
  equal(log, ['a@5', 'b@5', 'late@5']);
});

test('a cancelled event does not fire; cancelling says whether there was one', () => {
  const { simulation, log, target } = recorder();
  const [a, b, c] = ['a', 'b', 'c'].map((name) => target(name));
  is(simulation.cancel(a), false);
  for (const each of [a, b, c]) simulation.schedule(5, each);
  equal([simulation.cancel(b), simulation.cancel(b)], [true, false]);
  simulation.run();
  equal(log, ['a@5', 'c@5']);
  is(simulation.cancel(a), false, 'fired already');
});

test('an event that is cancelled and scheduled again stands last among its equals', () => {
  const { simulation, log, target } = recorder();
  const [a, b] = ['a', 'b'].map((name) => target(name));
  simulation.schedule(5, a);
  simulation.schedule(5, b);
  simulation.cancel(a);
  simulation.schedule(5, a);
  simulation.run();
  equal(log, ['b@5', 'a@5']);
});

test('the clock advances without an event only while nothing happens until then, ties included', () => {
  const { simulation, log, target } = recorder();
  simulation.schedule(10, target('a'));
  equal([simulation.tryAdvance(9), simulation.now], [true, 9]);
  equal([simulation.tryAdvance(10), simulation.now], [false, 9], 'a tie: the event was there first');
  equal([simulation.tryAdvance(11), simulation.now], [false, 9], 'past an event');
  simulation.run();
  equal(log, ['a@10']);
  equal([simulation.tryAdvance(11), simulation.now], [true, 11], 'nothing is pending');
});

test('nobody advances the clock once the simulation is stopped; the rest runs when it is run again', () => {
  const { simulation, log, target } = recorder();
  let advanced = true;
  simulation.schedule(1, target('a', () => {
    simulation.stop();
    advanced = simulation.tryAdvance(2);
  }));
  simulation.schedule(3, target('b'));
  simulation.run();
  equal([log.join(), advanced, simulation.now, simulation.stopped], ['a@1', false, 1, true]);
  simulation.run();
  equal([log.join(), simulation.stopped], ['a@1,b@3', false]);
});

test('events and advances are counted alike', () => {
  const { simulation, target } = recorder();
  simulation.schedule(5, target('a'));
  simulation.schedule(6, target('b'));
  simulation.tryAdvance(4);
  simulation.tryAdvance(5);
  simulation.run();
  is(simulation.events, 3);
});

test('a thousand events may be pending', () => {
  const { simulation, log, target } = recorder();
  for (let i = 0; i < 1000; i++) simulation.schedule((i * 7) % 1000, target('e'));
  simulation.run();
  equal(log, Array.from({ length: 1000 }, (_, at) => `e@${at}`));
});

/** What the queue should do, done in the most obvious way. */
class Naive {
  now = 0;
  #pending: { readonly at: number; readonly order: number; readonly id: number }[] = [];
  #order = 0;

  schedule(at: number, id: number): void {
    this.#pending.push({ at, order: this.#order++, id });
    this.#pending.sort((a, b) => a.at - b.at || a.order - b.order);
  }

  cancel(id: number): boolean {
    const before = this.#pending.length;
    this.#pending = this.#pending.filter((event) => event.id !== id);
    return this.#pending.length < before;
  }

  tryAdvance(to: number): boolean {
    if (this.#pending.some(({ at }) => at <= to)) return false;
    this.now = to;
    return true;
  }

  next(): number {
    const event = this.#pending.shift();
    if (event === undefined) return -1;
    this.now = event.at;
    return event.id;
  }

  holds(id: number): boolean {
    return this.#pending.some((event) => event.id === id);
  }
}

const action = fc.record({ what: fc.constantFrom('schedule', 'schedule', 'schedule', 'cancel', 'advance'), id: fc.nat(199), by: fc.nat(12) });

test('any schedule goes as in a naive model that sorts at every step, with up to 200 events pending', () => {
  fc.assert(
    fc.property(fc.array(action, { minLength: 1, maxLength: 300, size: 'max' }), fc.array(fc.array(action, { maxLength: 4 }), { maxLength: 40, size: 'max' }), (before, during) => {
      const simulation = new Simulation();
      const naive = new Naive();
      const scripts = during.values();
      const act = ({ what, id, by }: (typeof before)[number]): void => {
        const at = simulation.now + by;
        if (what === 'cancel') is(simulation.cancel(targets[id]), naive.cancel(id));
        else if (what === 'advance') is(simulation.tryAdvance(at), naive.tryAdvance(at));
        else if (!naive.holds(id)) {
          simulation.schedule(at, targets[id]);
          naive.schedule(at, id);
        }
        is(simulation.now, naive.now);
      };
      const targets = Array.from({ length: 200 }, (_, id): Timed => ({
        fire() {
          is(id, naive.next());
          is(simulation.now, naive.now);
          (scripts.next().value ?? []).forEach(act);
        },
      }));
      before.forEach(act);
      simulation.run();
      is(naive.next(), -1, 'nothing is left');
    }),
    { numRuns: 200 },
  );
});

test.run();
