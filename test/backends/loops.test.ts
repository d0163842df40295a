import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { RingPath } from '../../src/backends/ring-path.ts';
import { drainUntilEmpty } from '../../src/backends/loops.ts';
import { RequestPort } from '../../src/backends/port.ts';
import { Interrupt } from '../../src/machine/interrupt.ts';
import { fixedWindow } from '../../src/machine/poll-window.ts';
import { Requests } from '../../src/machine/requests.ts';
import { Signal } from '../../src/machine/signal.ts';
import { stretch } from '../../src/machine/stretch.ts';
import { Thread } from '../../src/machine/thread.ts';
import { buildVirtqueue } from '../../src/virtio/build-virtqueue.ts';
import { NeedsReset } from '../../src/virtio/needs-reset.ts';
import { ledgerOf, TinyMachine } from '../machine/tiny-machine.ts';

const test = suite('loops');

interface Wish {
  readonly layout?: 'split' | 'packed';
  readonly eventIdx?: boolean;
  readonly windowPs?: number;
  readonly asksForKicks?: boolean;
  readonly weight?: number;
  readonly workPs?: number;
  readonly ports?: number;
}

/** A worker over real rings of 16; the device finishes everything at once. Every path of it has a price of its own. */
function bench({ layout = 'split', eventIdx = false, windowPs = 0, asksForKicks = true, weight = 64, workPs = 0, ports: count = 1 }: Wish = {}) {
  const lab = new TinyMachine({ slicePs: 1e9 });
  const core = lab.core();
  const bell = new Signal(lab.machine);
  const requests = new Requests(64);
  const sides = Array.from({ length: count }, (_, i) => {
    const { driver, device } = buildVirtqueue({ name: 'queue', layout, size: 16, longestChain: 1, eventIdx, indirect: false, inOrder: false }, new NeedsReset());
    const ringPath = (ps: number, name: string) => new RingPath(lab.machine.tariff, name, lab.path(ps, name).steps);
    const paths = { serve: ringPath(100, `serve ${i}`), complete: ringPath(50, 'complete'), publish: ringPath(0, 'publish'), publishesEach: true, call: lab.path(20, 'call'), called: lab.path(5, 'called'), workPs };
    const port: RequestPort = new RequestPort(device, paths, { begin: () => true, raise: () => lab.note(`call ${i}`) }, { start: (request) => port.finished(request) }, requests);
    return { driver, port };
  });
  const thread = new Thread('worker', core, 'worker');
  thread.push(drainUntilEmpty({
    machine: lab.machine, thread, bell, ports: sides.map(({ port }) => port), window: fixedWindow(windowPs), pollStretch: stretch('busy poll'), asksForKicks, weight,
    paths: { woken: lab.path(40, 'woken'), noticed: lab.path(3, 'noticed'), disableKicks: lab.path(7, 'kicks off'), enableKicks: lab.path(9, 'kicks on'), sleep: lab.path(30, 'sleep') },
  }));
  core.enqueue(thread);
  const kick = new Interrupt(lab.machine, core, lab.interruptPaths(0, 0), () => bell.raise());
  /** The driver makes a request available and kicks if it is to; says so. */
  const publishAt = (ps: number, request: number, side = 0): void => lab.at(ps, () => {
    const { driver } = sides[side]!;
    driver.add(request, 1, 0, 64);
    const kicks = driver.needsKick();
    lab.note(`${request}${kicks ? ' kicks' : ''}`);
    if (kicks) kick.raise();
    else bell.notice();
  });
  return { lab, core, publishAt, used: () => sides.map(({ driver }) => {
    const all: number[] = [];
    for (let request; (request = driver.popUsed()) >= 0; ) all.push(request);
    return all;
  }) };
}

for (const eventIdx of [false, true]) {
  const ring = `event index ${eventIdx ? 'on' : 'off'}`;

  test(`${ring}: a kick wakes the worker, which serves, completes and calls once`, () => {
    const { lab, core, publishAt, used } = bench({ eventIdx });
    publishAt(1000, 1);
    equal(lab.run(), [
      '1000 1 kicks',
      // 70 idle exit + 30 wake + 6 switch + 40 woken + 7 kicks off + 100 serve + 9 kicks on + 50 complete + 20 call
      '1332 call 0',
    ]);
    equal(used(), [[1]]);
    equal(ledgerOf(core), {
      'switch from idle': 2, 'sleep': 2, 'switch to idle': 2, 'idle exit': 1, '0 ps': 1, 'wake': 1, 'woken': 1,
      'kicks off': 1, 'serve 0': 1, 'kicks on': 1, 'complete': 1, 'publish': 1, 'call': 1, 'called': 1,
    });
  });

  test(`${ring}: while it drains it wants no kicks`, () => {
    const { lab, publishAt, used } = bench({ eventIdx });
    publishAt(1000, 1);
    for (const [ps, request] of [[1160, 2], [1200, 3]] as const) publishAt(ps, request);
    equal(lab.run(), ['1000 1 kicks', '1160 2', '1200 3', '1632 call 0']); // 1332 + 2 * 100 serve + 2 * 50 complete
    equal(used(), [[1, 2, 3]]);
  });

  test(`${ring}: it asks for kicks before it sleeps and looks once more: what came meanwhile is served without one`, () => {
    const { lab, core, publishAt, used } = bench({ eventIdx });
    publishAt(1000, 1);
    publishAt(1258, 2); // it found the ring empty at 1253, and asks for kicks until 1262
    equal(lab.run(), [
      '1000 1 kicks',
      '1258 2',
      '1332 call 0',
      // 5 called + 7 + 100 + 9 + 50 + 20; the event index asks for no second call before the driver has taken the first
      ...(eventIdx ? [] : ['1523 call 0']),
    ]);
    equal(used(), [[1, 2]]);
    equal([ledgerOf(core)['woken'], ledgerOf(core)['kicks on']], [1, 2]);
  });

  test(`${ring}: what comes after it has asked is kicked, and not lost on its way to sleep`, () => {
    for (const [ps, where] of [[1263, 'complete'], [1320, 'call'], [1335, 'called'], [1345, 'sleep'], [1368, 'switch']] as const) {
      const { lab, publishAt, used } = bench({ eventIdx });
      publishAt(1000, 1);
      publishAt(ps, 2);
      equal(lab.run().filter((line) => line.endsWith('kicks')), ['1000 1 kicks', `${ps} 2 kicks`], where);
      equal(used(), [[1, 2]], where);
    }
  });

  test(`${ring}: a poll is ended by the ring itself${eventIdx ? '; the index, which was left where it was, is met by a kick' : ', without a kick'}`, () => {
    const { lab, core, publishAt, used } = bench({ eventIdx, windowPs: 100_000 });
    publishAt(1000, 1);
    lab.runTo(5000);
    equal(lab.log, [
      eventIdx ? '1000 1 kicks' : '1000 1',
      '1198 call 0', // 3 noticed + 9 kicks on + 7 kicks off + 100 + 9 + 50 + 20
    ]);
    equal(used(), [[1]]);
    is(ledgerOf(core)['woken'], undefined);
  });

  test(`${ring}: after its window it asks for kicks and sleeps`, () => {
    const { lab, core, publishAt, used } = bench({ eventIdx, windowPs: 500 });
    publishAt(1000, 1); // the window ended at 6 + 7 + 500
    is(lab.run()[0], '1000 1 kicks');
    equal(used(), [[1]]);
    is(ledgerOf(core)['busy poll'], 1000); // before and after
  });

  test(`${ring}: what comes as the window ends is served without a wake-up`, () => {
    const { lab, core, publishAt, used } = bench({ eventIdx, windowPs: 500 });
    publishAt(520, 1); // the window ended at 513: 3 noticed + 9 kicks on, until 525
    is(lab.run()[0], eventIdx ? '520 1 kicks' : '520 1');
    equal(used(), [[1]]);
    is(ledgerOf(core)['woken'], undefined);
  });
}

test('a worker that never asks for kicks polls for ever and is never kicked', () => {
  const { lab, core, publishAt, used } = bench({ windowPs: Infinity, asksForKicks: false });
  for (const request of [1, 2, 3]) publishAt(1000 * request, request);
  lab.runTo(5000);
  equal(lab.log, ['1000 1', '1173 call 0', '2000 2', '2173 call 0', '3000 3', '3173 call 0']); // 3 noticed + 100 + 50 + 20
  equal(used(), [[1, 2, 3]]);
  is(ledgerOf(core)['kicks on'], undefined);
  is(ledgerOf(core)['sleep'], undefined);
});

test('a queue gives way to the others after its weight, and calls for what it has done', () => {
  const { lab, publishAt, used } = bench({ weight: 2, ports: 2 });
  for (const request of [1, 2, 3, 4]) publishAt(1000, request);
  publishAt(1000, 5, 1);
  const calls = lab.run().filter((line) => line.includes('call')).map((line) => line.replace(/^\d+ /, ''));
  equal(calls, ['call 0', 'call 1', 'call 0']);
  equal(used(), [[1, 2, 3, 4], [5]]);
});

test('who computes for each request shows it as done before the next, and takes them one by one', () => {
  const { lab, core, publishAt, used } = bench({ workPs: 1000 });
  for (const request of [1, 2]) publishAt(1000, request);
  const calls = lab.run().filter((line) => line.endsWith('call 0'));
  // 1000 + 146 until it has woken + 7 + 100 serve + 1000 + 50 + 20; then 5 called + 100 + 1000, and the ring is seen empty at the third turn
  equal(calls, ['2323 call 0', '3498 call 0']);
  equal(used(), [[1, 2]]);
  is(ledgerOf(core)['host compute'], 2000);
});

test.run();
