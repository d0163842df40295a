import { cpus } from 'node:os';
import { Bench } from 'tinybench';
import { buildVirtqueue } from '../../src/virtio/build-virtqueue.ts';
import { NeedsReset } from '../../src/virtio/needs-reset.ts';

/** Round trips of one measured iteration. */
const ROUND_TRIPS = 10_000;
/** Chains in flight: an available buffer notification is tested for each, a used one for each turn. */
const DEPTH = 32;

/** Processor time, so that what else runs on the machine does not count. */
const now = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Ring operations alone, no simulation around them: a chain of 3 descriptors goes to the device and comes back. */
const bench = new Bench({ time: 1000, warmupTime: 300, now });
for (const layout of ['split', 'packed'] as const) {
  for (const [title, features] of Object.entries({ plain: {}, indirect: { indirect: true }, 'in order': { inOrder: true } })) {
    const { driver, device } = buildVirtqueue({ name: 'queue', layout, size: 256, longestChain: 3, eventIdx: true, indirect: false, inOrder: false, ...features }, new NeedsReset());
    bench.add(`${layout}, ${title}`, () => {
      for (let done = 0; done < ROUND_TRIPS; ) {
        for (let i = 0; i < DEPTH; i++) {
          driver.add(i, 1, 2, 4096);
          driver.needsKick();
        }
        device.disableKicks();
        for (let chain; (chain = device.popAvail()) >= 0; ) device.pushUsed(chain, device.payloadOf(chain));
        device.enableKicks();
        device.publishUsed();
        device.needsCall();
        driver.disableCalls();
        while (driver.popUsed() >= 0) done++;
        driver.enableCalls();
      }
    });
  }
}
await bench.run();

console.log(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, one core, ${DEPTH} chains of 3 descriptors in flight\n`);
console.table(
  bench.tasks.map(({ name, result }) =>
    result.state === 'completed'
      ? { ring: name, 'ns per round trip': ((result.latency.mean * 1e6) / ROUND_TRIPS).toFixed(0), 'spread %': result.latency.rme.toFixed(1) }
      : { ring: name, state: result.state }),
);
