import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { RingPath } from '../../src/backends/ring-path.ts';
import { Tariff } from '../../src/machine/path.ts';
import { at, per } from '../../src/machine/step.ts';
import { footprints } from '../../src/virtio/footprint.ts';

const test = suite('ring path');
const h = at(1, 'host kernel');
const prices: Readonly<Record<string, number>> = { cacheline_transfer_near: 1000, desc_fetch: 100, gpa_translate: 10, indirect_fetch: 7, backend_submit: 1, copy_per_byte_l1: 3 };
const steps = [per('line', h('cacheline_transfer_near')), per('descriptor', h('desc_fetch')), per('buffer', h('gpa_translate')), per('table', h('indirect_fetch')), h('backend_submit'), h('copy_per_byte_l1')];

function bench(list = steps) {
  const tariff = new Tariff((cost) => prices[cost] ?? 0);
  const path = new RingPath(tariff, 'serve', list);
  const { device } = footprints(64);
  const of = (lines: number, descriptors: number, tables: number) => {
    Object.assign(device, { lines, descriptors, tables });
    return path.of(device);
  };
  return { tariff, device, of };
}

test('costs what the bytes did: lines, descriptors, tables, and a buffer for each descriptor that is no reference to a table', () => {
  const { of } = bench();
  is(of(2, 3, 0).fixedPs, 2 * 1000 + 3 * 100 + 3 * 10 + 1);
  is(of(3, 4, 1).fixedPs, 3 * 1000 + 4 * 100 + 3 * 10 + 7 + 1);
  is(of(0, 0, 0).fixedPs, 1);
  is(of(5, 1, 0).bytePs, 3);
});

test('is paid once: what was charged is counted no more', () => {
  const { device, of } = bench();
  of(2, 3, 1);
  equal([device.lines, device.descriptors, device.tables], [0, 0, 0]);
});

test('the same counts are the same path, so that ledgers count its visits', () => {
  const { tariff, of } = bench();
  const path = of(2, 3, 0);
  of(1, 3, 0);
  is(of(2, 3, 0), path);
  is(tariff.paths.length, 2);
  equal(new Set(tariff.paths.map(({ name }) => name)), new Set(['serve']));
});

test('where no line is priced, as on one core, lines make no difference', () => {
  const { tariff, of } = bench([per('descriptor', h('desc_fetch'))]);
  is(of(1, 2, 0), of(7, 2, 0));
  is(tariff.paths.length, 1);
});

test('its steps say how often each was taken, and nothing of what was not', () => {
  const { of } = bench();
  equal(of(0, 2, 0).steps.map(({ cost, times, per: multiple }) => [cost, times, multiple]), [['desc_fetch', 2, undefined], ['gpa_translate', 2, undefined], ['backend_submit', 1, undefined], ['copy_per_byte_l1', 1, undefined]]);
});

test.run();
