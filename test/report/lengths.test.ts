import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Results } from '../../src/experiment/results.ts';
import { comparisonOf } from '../../src/report/comparison.ts';
import { lengthAnswers } from '../../src/report/lengths.ts';
import { reportHtml } from '../../src/report/report.ts';
import { fixture } from './fixture.ts';

const test = suite('from which length virtio wins');

/** Mean latency in us of a write of n bytes: a fixed part, then so much for each byte. */
const AFFINE: Readonly<Record<string, readonly [fixed: number, perByte: number]>> = {
  'vhe/trap-and-emulate': [0, 3], 'nvhe/trap-and-emulate': [0, 5], 'xen/trap-and-emulate': [0, 0.5],
  'vhe/vhost': [8, 1], 'nvhe/vhost': [20, 1], 'xen/vhost': [900, 0.5], 'vhe/sidecore': [1, 1], 'vhe/passthrough': [0, 0.1], 'vhe/null': [0, 0.1], 'bare-metal/null': [0, 0.1],
};

function consoles(lengths: readonly number[], workload = 'console'): Results {
  const base = fixture({ devices: [['console', workload]], depths: [1], systems: Object.keys(AFFINE).map((system) => [system, 'shipping', 1] as const) });
  const trials = lengths.flatMap((bytes) => base.trials.map((trial) => {
    const [fixed = 0, perByte = 0] = AFFINE[trial.system] ?? [];
    return { ...trial, params: { 'workload.bytes': bytes }, metrics: { ...trial.metrics, latency_us: { ...trial.metrics.latency_us, mean: fixed + perByte * bytes } } };
  }));
  return { ...base, trials, suite: { ...base.suite, grid: ['workload.iodepth', 'workload.bytes'] } };
}

test('every virtio console is compared with its neighbour and with the slowest UART in the VMM', () => {
  const { answers, slowest } = lengthAnswers(comparisonOf(consoles([1, 1024])), 0);
  assert.is(slowest, 'nvhe/trap-and-emulate', 'the one of xen is emulated at EL2');
  assert.equal(answers.map(({ entry, here, slowest: far }) => [entry.system, here, far]), [
    ['vhe/sidecore', { kind: 'always' }, { kind: 'always' }],
    ['vhe/vhost', { kind: 'from', length: 4 }, { kind: 'from', length: 2 }],
    ['nvhe/vhost', { kind: 'from', length: 5 }, { kind: 'from', length: 5 }],
    ['xen/vhost', { kind: 'never' }, { kind: 'from', length: 200 }],
  ]);
});

test('further lengths move no crossing of straight lines', () => {
  const crossings = (lengths: readonly number[]) => lengthAnswers(comparisonOf(consoles(lengths)), 0).answers.map(({ entry, here }) => [entry.system, here?.kind, here && 'length' in here ? here.length.toFixed(9) : null]);
  assert.equal(crossings([1, 2, 3, 64, 1024]), crossings([1, 1024]));
});

test('the page has the section only where a console was run at two lengths', async () => {
  const client = { script: '', style: '' };
  const page = await reportHtml(consoles([1, 1024]), client);
  assert.match(page, 'From which length virtio wins');
  assert.match(page, '<td>from the first byte</td>');
  assert.match(page, '<td>never up to 1\u202f024</td>');
  assert.match(page, /data-chart="length"[^]*?<svg role="img"[^]*?<details class="twin">/);
  for (const other of [consoles([1024]), consoles([1, 1024], 'open-loop')]) assert.not.match(await reportHtml(other, client), 'From which length virtio wins');
});

test.run();
