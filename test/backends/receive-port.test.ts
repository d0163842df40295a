import { suite } from 'uvu';
import { is, ok } from 'uvu/assert';
import { ReceivePort } from '../../src/backends/receive-port.ts';
import { Requests } from '../../src/machine/requests.ts';
import { RingPath } from '../../src/backends/ring-path.ts';
import { SizedRingPaths } from '../../src/backends/sized-ring-paths.ts';
import { buildVirtqueue } from '../../src/virtio/build-virtqueue.ts';
import { NeedsReset } from '../../src/virtio/needs-reset.ts';
import { TinyMachine } from '../machine/tiny-machine.ts';

const test = suite('receive port');

/** Buffers of 100 bytes, as many as an answer needs; the answers of requests 11, 12 ... are so long. */
function bench(eventIdx = false, ...answerBytes: readonly number[]) {
  const lab = new TinyMachine();
  const { driver, device } = buildVirtqueue({ name: 'queue', layout: 'split', size: 8, longestChain: 1, eventIdx, indirect: false, inOrder: false }, new NeedsReset());
  const ringPath = (ps: number) => new RingPath(lab.machine.tariff, 'ring', lab.path(ps).steps);
  const paths = { serve: ringPath(10), complete: ringPath(20), publish: ringPath(0), publishesEach: true, call: lab.path(30), called: lab.path(40), workPs: 0 };
  const requests = new Requests(32);
  requests.answerBytes.set(answerBytes, 11);
  const fills = { bufferBytes: 100, buffersFor: (bytes: number) => Math.max(1, Math.ceil(bytes / 100)), paths: new SizedRingPaths(lab.machine.tariff, 'receive', () => []) };
  return { driver, port: new ReceivePort(device, paths, { begin: () => true, raise() {} }, requests, fills) };
}

test('packets that arrive are put into the buffers that wait, in their order', () => {
  const { driver, port } = bench();
  port.arrived(11);
  is(port.hasWork, false, 'there is no buffer');
  is(port.reap(), -1);
  for (let i = 0; i < 3; i++) driver.add(-1, 0, 1, 1500);
  port.arrived(12);
  is(port.hasWork, true);
  for (const packet of [11, 12]) {
    ok(port.reap() >= 0);
    port.giveBack();
    is(driver.popUsed(), packet);
  }
  is(port.hasDone, false);
  is(port.reap(), -1);
});

test('empty buffers are no work: nothing is taken from them, and no kick is wanted', () => {
  const { driver, port } = bench();
  driver.add(-1, 0, 1, 1500);
  is(port.take(), -1);
  is(port.hasWork, false);
  is(driver.needsKick(), false);
  is(port.enableKicks(), false);
  driver.add(-1, 0, 1, 1500);
  is(driver.needsKick(), false);
});

test('a packet without a buffer asks for a kick when there is one', () => {
  const { driver, port } = bench();
  port.arrived(11);
  is(port.enableKicks(), false);
  driver.add(-1, 0, 1, 1500);
  is(driver.needsKick(), true);
  is(port.hasWork, true);
});

test('an answer waits until there are buffers for all of it, and is used at once', () => {
  const { driver, port } = bench(false, 250, 0);
  port.arrived(11);
  port.arrived(12);
  for (let buffers = 1; buffers <= 2; buffers++) {
    driver.add(-1, 0, 1, 100);
    is(port.hasDone, false, `${buffers} of 3`);
    is(port.starves, true);
    is(port.reap(), -1);
  }
  driver.add(-1, 0, 1, 100);
  is(port.starves, false);
  ok(port.reap() >= 0);
  is(port.bytesOf(), 250);
  is(driver.hasUsed, false, 'not before it is paid for');
  is(port.reap(), -1, 'the next not before that');
  port.giveBack();
  is(driver.popUsed(), 11);
  is(driver.hasUsed, true, 'and two more');
  driver.popUsed();
  driver.popUsed();
  is(driver.hasUsed, false);
  is(port.starves, true, 'the one behind it has none');
});

test('kicks for buffers are off again when it has enough', () => {
  for (const eventIdx of [false, true]) {
    const { driver, port } = bench(eventIdx, 0, 0);
    const refill = (): boolean => (driver.add(-1, 0, 1, 100), driver.needsKick());
    is(refill(), eventIdx, 'the first index is the event that a new ring asks for');
    port.arrived(11);
    port.arrived(12);
    ok(port.reap() >= 0);
    port.giveBack();
    is(refill(), false, 'it was not asked for');
    ok(port.reap() >= 0);
    port.giveBack();
    port.arrived(11);
    is(port.enableKicks(), false);
    is(refill(), true, 'now it was');
    ok(port.reap() >= 0);
    port.giveBack();
    is(refill(), false);
  }
});

test.run();
