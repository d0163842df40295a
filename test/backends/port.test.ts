import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { RequestPort } from '../../src/backends/port.ts';
import { RingPath } from '../../src/backends/ring-path.ts';
import { Requests } from '../../src/machine/requests.ts';
import { buildVirtqueue } from '../../src/virtio/build-virtqueue.ts';
import { NeedsReset } from '../../src/virtio/needs-reset.ts';
import { TinyMachine } from '../machine/tiny-machine.ts';

const test = suite('port');

function bench(eventIdx = false) {
  const lab = new TinyMachine();
  const { driver, device } = buildVirtqueue({ name: 'queue', layout: 'split', size: 8, longestChain: 1, eventIdx, indirect: false, inOrder: false }, new NeedsReset());
  const ringPath = (ps: number) => new RingPath(lab.machine.tariff, 'ring', lab.path(ps).steps);
  const paths = { serve: ringPath(10), complete: ringPath(20), publish: ringPath(0), publishesEach: true, call: lab.path(30), called: lab.path(40), workPs: 0 };
  const log: string[] = [];
  const requests = new Requests(32);
  const call = { begin: () => true, raise: () => void log.push('call') };
  return {
    driver, log, requests,
    port: new RequestPort(device, paths, call, { start: (request) => void log.push(`start ${request}`) }, requests),
  };
}

test('requests go to the device in the order of the ring, and come back in that of the device', () => {
  const { driver, port, log } = bench();
  for (const request of [7, 3, 5]) driver.add(request, 1, 0, 64);
  const heads = [port.take(), port.take(), port.take()];
  is(port.take(), -1);
  for (const head of heads) port.start(head);
  equal(log, ['start 7', 'start 3', 'start 5']);
  is(port.hasDone, false);
  for (const request of [5, 7, 3]) port.finished(request);
  is(port.hasDone, true);
  equal([port.reap(), port.reap(), port.reap(), port.reap()], [heads[2], heads[0], heads[1], -1]);
});

test('it has work while something is available or done', () => {
  const { driver, port } = bench();
  is(port.hasWork, false);
  driver.add(1, 1, 0, 64);
  is(port.hasWork, true);
  const head = port.take();
  is(port.hasWork, false);
  port.start(head);
  port.finished(1);
  is(port.hasWork, true);
  port.reap();
  is(port.hasWork, false);
});

test('kicks are off until it asks for them, which says whether something came meanwhile', () => {
  for (const eventIdx of [false, true]) {
    const { driver, port } = bench(eventIdx);
    const publish = (request: number): boolean => (driver.add(request, 1, 0, 64), driver.needsKick());
    is(port.enableKicks(), false);
    is(publish(1), true, 'the first is kicked');
    port.disableKicks();
    port.take();
    is(publish(2), false, 'and the next is not');
    is(port.enableKicks(), true, 'it came meanwhile');
    port.take();
    is(port.enableKicks(), false);
    is(publish(3), true, 'asked for again');
  }
});

test('asking for kicks also says that something is done', () => {
  const { driver, port } = bench();
  driver.add(1, 1, 0, 64);
  port.start(port.take());
  port.finished(1);
  is(port.enableKicks(), true);
});

test('a passage is told what is received, served and called', () => {
  const { driver, port, requests, log } = bench();
  requests.passage = {
    received: (request) => void log.push(`received ${request}`),
    served: (request) => void log.push(`served ${request}`),
    called: (sincePs) => void log.push(`called since ${sincePs}`),
    interrupted: () => {},
  };
  driver.add(4, 1, 0, 64);
  port.start(port.take());
  port.call.raise();
  equal(log, ['received 4', 'served 4', 'start 4', 'called since 30', 'call']);
});

test.run();
