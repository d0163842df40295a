import { suite } from 'uvu';
import { equal } from 'uvu/assert';
import { HostDevice } from '../../src/backends/host-device.ts';
import { blk } from '../../src/devices/blk.ts';
import { staticPartition } from '../../src/hypervisors/static-partition.ts';
import { Requests } from '../../src/machine/requests.ts';
import { hostUser as u, repeat } from '../../src/machine/step.ts';
import { ledgerOf, TinyMachine } from '../machine/tiny-machine.ts';
import { tinyPlan } from './tiny-plan.ts';

const test = suite('device of the host');

/** The null device, which has one channel; its interrupt costs 50, and 7 for each completion. */
function bench(servicePs: readonly number[]) {
  const lab = new TinyMachine({ prices: { dev_irq_delay: 200, irq_handler: 50, dev_reap: 7 } });
  const [core, other] = [lab.core('host'), lab.core('other')];
  const requests = new Requests(servicePs.length);
  requests.servicePs.set(servicePs);
  const plan = tinyPlan(lab, staticPartition, [], [core], { requests });
  const client = { finished: (request: number) => lab.note(`${request} finished`), arrived: (request: number) => lab.note(`${request} arrived`) };
  const irq = [u('irq_handler')];
  const device = new HostDevice(plan, core, { inGuest: irq, inHost: irq }, ({ segments }) => [repeat(segments, u('dev_reap'))], client);
  lab.thread(other, 'submitter', function* (thread) {
    thread.run(lab.path(94));
    yield;
    servicePs.forEach((_ps, request) => device.model.start(request));
    lab.note('submitted');
  });
  return { lab, core };
}

test('what takes no time is told at once, without an interrupt', () => {
  const { lab, core } = bench([0]);
  equal(lab.run(), ['100 0 finished', '100 submitted']);
  equal(ledgerOf(core), {});
});

test('what takes time is told by an interrupt of the core that owns the device', () => {
  const { lab, core } = bench([1000]);
  equal(lab.run(), ['100 submitted', '1357 0 finished']); // 100 + 1000 + 200 delay + 50 + 7
  equal(ledgerOf(core), { 'device interrupt': 1 });
});

test('completions that meet a pending interrupt share it: each further one costs its own part only', () => {
  const { lab, core } = bench([1000, 100, 100, 4000]);
  equal(lab.run(), [
    '100 submitted',
    '1357 0 finished', // 100 + 1000 + 200 + 57
    '1364 1 finished', // ended at 1200, before the interrupt of the first was taken: 7
    '1371 2 finished', // ended at 1300
    '5627 3 finished', // 5300 + 200 + 70 idle exit + 57
  ]);
  equal(ledgerOf(core), { 'device interrupt': 2, 'device interrupt, another completion': 2, 'idle exit': 1 });
});

test('a disk of one place takes the next request when the interrupt of the last has been handled, not before', () => {
  const lab = new TinyMachine({ prices: { dev_irq_delay: 200, irq_handler: 50, dev_reap: 7 } });
  const core = lab.core('host');
  const requests = new Requests(2);
  requests.servicePs.set([1000, 1000]);
  const params = { 'device.channels': 4, 'device.bandwidth': 1e12, 'device.queue_depth': 1 };
  const plan = { ...tinyPlan(lab, staticPartition, [], [core], { requests }), device: blk, params };
  const irq = [u('irq_handler')];
  const device = new HostDevice(plan, core, { inGuest: irq, inHost: irq }, () => [u('dev_reap')], { finished: (request) => lab.note(`${request}`), arrived: () => {} });
  for (const request of [0, 1]) device.model.start(request);
  equal(lab.run(), ['1257 0', '2584 1']); // 1000 + 200 + 57, then 1000 + 200 + 70 idle exit + 57
});

test.run();
