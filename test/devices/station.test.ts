import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { Station } from '../../src/devices/station.ts';
import { Requests } from '../../src/machine/requests.ts';
import { TinyMachine } from '../machine/tiny-machine.ts';

const test = suite('station');

/** Requests that start at the times given and take what is given. */
function play(channels: number, startPs: readonly number[], servicePs: readonly number[]): readonly string[] {
  const lab = new TinyMachine();
  const requests = new Requests(servicePs.length);
  requests.servicePs.set(servicePs);
  const client = { finished: (request: number) => lab.note(`${request}`), arrived: () => lab.note('arrived') };
  const station = new Station(lab.machine, requests, client, { channels });
  startPs.forEach((ps, request) => lab.at(ps, () => station.start(request)));
  return lab.run();
}

test('a request takes the time that was drawn for it', () => {
  equal(play(1, [100], [1000]), ['1100 0']);
});

test('what takes no time is finished at once, past whoever waits', () => {
  equal(play(1, [100, 150, 200], [1000, 500, 0]), ['200 2', '1100 0', '1600 1']);
});

test('as many as there are channels are worked on at once, the others wait in their order', () => {
  equal(play(2, [0, 0, 0, 0], [300, 100, 100, 100]), ['100 1', '200 2', '300 0', '300 3']);
  equal(play(1, [0, 0, 0, 0], [300, 100, 100, 100]), ['300 0', '400 1', '500 2', '600 3']);
  equal(play(4, [0, 0, 0, 0], [300, 100, 100, 100]), ['100 1', '100 2', '100 3', '300 0']);
});

test('the channels share one bus: each request has it for its bytes, in its turn, and then takes its time', () => {
  const lab = new TinyMachine();
  const requests = new Requests(4);
  requests.servicePs.fill(1000);
  requests.bytes.set([3, 2, 0, 1]);
  const station = new Station(lab.machine, requests, { finished: (request) => lab.note(`${request}`), arrived: () => {} }, { channels: 4, bytesPerS: 1e10 });
  for (let request = 0; request < 4; request++) station.start(request);
  // 100 ps a byte: the bus is free at 300, 500, 600; what has no bytes does not wait for it
  equal(lab.run(), ['1000 2', '1300 0', '1500 1', '1600 3']);
});

test('what takes no time has no need of the bus either', () => {
  const lab = new TinyMachine();
  const requests = new Requests(1);
  requests.bytes.fill(4096);
  const station = new Station(lab.machine, requests, { finished: (request) => lab.note(`${request}`), arrived: () => {} }, { channels: 1, bytesPerS: 1e10 });
  station.start(0);
  equal(lab.run(), ['0 0']);
});

test('a client that starts the next when one is finished finds the channel free', () => {
  const lab = new TinyMachine();
  const requests = new Requests(5);
  requests.servicePs.fill(100);
  const station: Station = new Station(lab.machine, requests, {
    finished(request) {
      lab.note(`${request}`);
      if (request < 4) station.start(request + 1);
    },
    arrived: () => {},
  }, { channels: 1 });
  station.start(0);
  equal(lab.run(), ['100 0', '200 1', '300 2', '400 3', '500 4']);
});

test('what is beyond the queue depth is held, until a finished request is collected', () => {
  const lab = new TinyMachine();
  const requests = new Requests(4);
  requests.servicePs.set([100, 100, 100, 0]);
  const station: Station = new Station(lab.machine, requests, {
    finished(request) {
      lab.note(`${request}`);
      lab.at(lab.now + 50, () => station.collected(request));
    },
    arrived: () => {},
  }, { channels: 4, queueDepth: 2 });
  for (let request = 0; request < 4; request++) station.start(request);
  // 3 takes no time, and no room; 2 starts at 150
  equal(lab.run(), ['0 3', '100 0', '100 1', '250 2']);
});

test('never more are accepted than the queue depth, and all are finished, in the order of coming where all take as long', () => {
  const some = fc.record({ depth: fc.integer({ min: 1, max: 5 }), channels: fc.integer({ min: 1, max: 3 }), late: fc.integer({ min: 0, max: 300 }), startPs: fc.array(fc.nat(1000), { minLength: 1, maxLength: 30, size: 'max' }) });
  fc.assert(fc.property(some, ({ depth, channels, late, startPs }) => {
    const lab = new TinyMachine();
    const requests = new Requests(startPs.length);
    requests.servicePs.fill(100);
    const finished: number[] = [];
    let collected = 0;
    const station: Station = new Station(lab.machine, requests, {
      finished(request) {
        finished.push(request);
        ok(finished.length - collected <= depth);
        lab.at(lab.now + late, () => {
          collected++;
          station.collected(request);
        });
      },
      arrived: () => {},
    }, { channels, queueDepth: depth });
    [...startPs].sort((a, b) => a - b).forEach((ps, request) => lab.at(ps, () => station.start(request)));
    lab.run();
    equal(finished, startPs.map((_ps, request) => request));
  }));
});

test('every request is finished once, a single channel is never idle while one waits', () => {
  const some = fc.array(fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 300 })), { minLength: 1, maxLength: 30, size: 'max' });
  fc.assert(fc.property(some, fc.integer({ min: 1, max: 4 }), (all, channels) => {
    const startPs = all.map(([start]) => start).sort((a, b) => a - b);
    const servicePs = all.map(([, service]) => service);
    // Who comes goes to the channel that is free first: Lindley's recursion for several servers.
    const free: number[] = Array(channels).fill(0);
    const ends = startPs.map((ps, i) => {
      const first = free.indexOf(Math.min(...free));
      free[first] = Math.max(free[first]!, ps) + servicePs[i]!;
      return free[first]!;
    });
    const log = play(channels, startPs, servicePs).map((line) => line.split(' ').map(Number));
    is(log.length, all.length);
    for (const [ps, request] of log) is(ps, ends[request!]);
    ok(new Set(log.map(([, request]) => request)).size === all.length);
  }));
});

test.run();
