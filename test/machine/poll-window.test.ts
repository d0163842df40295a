import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { AdaptiveWindow, aioPolling, fixedWindow, haltPolling } from '../../src/machine/poll-window.ts';
import type { AdaptiveRule } from '../../src/machine/poll-window.ts';

const test = suite('poll window');

/** halt_poll_ns as Linux 6.1 ships it on arm64, in ns. */
const shipped = { maxPs: 500_000, startPs: 10_000, grow: 2, shrink: 0 };
const linux = haltPolling(shipped);
/** poll-max-ns as QEMU 7.2 ships it, in ns. */
const ofQemu = { maxPs: 32_768, startPs: 4_000, grow: 2, shrink: 0 };
const qemu = aioPolling(ofQemu);

/** The windows after each of these waits. */
function after(rule: AdaptiveRule, waits: readonly number[]): readonly number[] {
  const window = new AdaptiveWindow(rule);
  return waits.map((ps) => {
    window.waited(ps);
    return window.ps;
  });
}

test('a fixed window learns nothing', () => {
  const window = fixedWindow(5000);
  window.waited(1);
  window.waited(1e9);
  is(window.ps, 5000);
});

test('nobody polls before the first wait', () => {
  is(new AdaptiveWindow(linux).ps, 0);
});

test('waits within the limit open the window, then double it, up to the limit', () => {
  equal(after(linux, Array(8).fill(400_000)), [10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 500_000, 500_000]);
  equal(after(qemu, Array(6).fill(30_000)), [4_000, 8_000, 16_000, 32_000, 32_000, 32_000]);
  equal(after(qemu, Array(6).fill(32_500)), [4_000, 8_000, 16_000, 32_000, 32_768, 32_768]);
});

test('a window that was long enough stays', () => {
  equal(after(linux, [50_000, 50_000, 50_000, 50_000, 50_000, 40_000, 1]), [10_000, 20_000, 40_000, 80_000, 80_000, 80_000, 80_000]);
});

test('a wait beyond the limit goes back to no polling where it shrinks by nothing', () => {
  equal(after(linux, [400_000, 400_000, 500_001]), [10_000, 20_000, 0]);
  equal(after(qemu, [30_000, 30_000, 32_769, 30_000]), [4_000, 8_000, 0, 4_000]);
});

test('a wait beyond the limit divides the window by what it shrinks by', () => {
  equal(after(haltPolling({ ...shipped, shrink: 2 }), [400_000, 400_000, 400_000, 600_000, 600_000]), [10_000, 20_000, 40_000, 20_000, 10_000]);
  equal(after(aioPolling({ ...ofQemu, shrink: 2 }), [30_000, 30_000, 30_000, 40_000, 40_000]), [4_000, 8_000, 16_000, 8_000, 4_000]);
});

test('divided by one a window stays as it is, in Linux and in QEMU', () => {
  equal(after(haltPolling({ ...shipped, shrink: 1 }), [400_000, 400_000, 600_000]), [10_000, 20_000, 20_000]);
  equal(after(aioPolling({ ...ofQemu, shrink: 1 }), [30_000, 30_000, 40_000]), [4_000, 8_000, 8_000]);
});

test('a window divided to less than the first one is none in Linux; in QEMU it goes on from there', () => {
  equal(after(haltPolling({ ...shipped, shrink: 4 }), [400_000, 400_000, 600_000, 400_000]), [10_000, 20_000, 0, 10_000]);
  equal(after(aioPolling({ ...ofQemu, shrink: 4 }), [30_000, 30_000, 40_000, 30_000]), [4_000, 8_000, 2_000, 4_000]);
  equal(after(aioPolling({ ...ofQemu, shrink: 16 }), [30_000, 40_000, 30_000]), [4_000, 250, 500]);
});

test('a wait of exactly the limit changes nothing', () => {
  equal(after(linux, [400_000, 500_000, 500_000]), [10_000, 10_000, 10_000]);
  equal(after(qemu, [30_000, 32_768]), [4_000, 4_000]);
});

test('a factor of 0 never opens the window of a vCPU', () => {
  equal(after(haltPolling({ ...shipped, grow: 0 }), [400_000, 400_000]), [0, 0]);
});

test('a wait beyond the limit opens no window', () => {
  equal(after(linux, [600_000, 600_000]), [0, 0]);
});

test('the factor is a factor, and the start is the least window that grows', () => {
  equal(after(haltPolling({ maxPs: 1000, startPs: 10, grow: 5, shrink: 0 }), [900, 900, 900, 900]), [10, 50, 250, 1000]);
  equal(after(haltPolling({ maxPs: 1000, startPs: 10, grow: 1, shrink: 0 }), [900, 900, 900]), [10, 10, 10]);
});

test('without a limit nobody ever polls', () => {
  equal(after(haltPolling({ ...shipped, maxPs: 0 }), [0, 1, 1e9]), [0, 0, 0]);
});

test('a start beyond the limit is cut to it', () => {
  equal(after(haltPolling({ maxPs: 5000, startPs: 10_000, grow: 2, shrink: 0 }), [3000]), [5000]);
});

test('the window stays between nothing and the limit, whatever the waits', () => {
  const limits = fc.record({ maxPs: fc.nat(1e6), startPs: fc.nat(1e5), grow: fc.integer({ min: 1, max: 16 }), shrink: fc.integer({ min: 0, max: 16 }) });
  fc.assert(fc.property(limits, fc.constantFrom(haltPolling, aioPolling), fc.array(fc.nat(2e6), { maxLength: 30, size: 'max' }), (some, rule, waits) => {
    for (const ps of after(rule(some), waits)) ok(Number.isInteger(ps) && ps >= 0 && ps <= some.maxPs, `${ps}`);
  }));
});

test.run();
