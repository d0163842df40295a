import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { explainedFormats } from '../../src/cli/explain.ts';
import { emptyFolder, fileWith, onTerminal, root, vhostLab } from './command.ts';

const test = suite('cli: explain and diff');

/** The five systems of the notes that the lab began with, in their order. */
const five = ['static-partition/trap-and-emulate', 'static-partition/el2', 'static-partition/user-thread', 'static-partition/vhost', 'vhe/vhost'];

test('each of the five systems is explained, and its steps sum to its latency', () => {
  for (const system of five) {
    const { code, out, err } = vhostLab('explain', system, '--format', 'json');
    assert.is(code, 0, err);
    assert.is(err, '');
    const { latency_ps, steps, system: name, variants } = JSON.parse(out);
    assert.is(name, system);
    assert.is(steps.reduce((sum: number, { duration_ps }: { readonly duration_ps: number }) => sum + duration_ps, 0), latency_ps);
    for (const field of ['at_ps', 'duration_ps', 'core', 'vm', 'el', 'thread', 'role', 'cost', 'source', 'because']) assert.ok(field in steps[0], field);
    assert.ok(variants.length > 0);
  }
});

test('the open questions of the notes are answered: how a kick gets to the HostVM, how a write flows, how its end comes back', () => {
  const { out } = vhostLab('explain', 'static-partition/user-thread');
  const order = [
    'SUBMIT', 'KICK', 'abort_decode', 'doorbell SGI', 'flight', 'doorbell taken', 'daemon wakes', 'BACK END', 'daemon worker: serve', 'host_blk_submit', 'DEVICE',
    'COMPLETION', 'used_publish', 'DELIVERY', 'hvc_el1_to_el2', 'res_drain', 'inject (wfi)', 'guest_irq_entry_exit', 'register emulated', 'back to the application', 'sum to',
  ];
  let at = 0;
  for (const word of order) {
    const next = out.indexOf(word, at);
    assert.ok(next >= 0, `${word} comes after what is before it`);
    at = next;
  }
  assert.match(out, /because guest 0 daemon sleeps; its core is this one/);
});

test('every format is written whole into a file, and says which', () => {
  const folder = emptyFolder();
  for (const format of explainedFormats) {
    const file = join(folder, `life.${format}`);
    const { code, out, err } = vhostLab('explain', 'vhe/vhost', '--device', 'net', '--format', format, '--out', file);
    assert.is(code, 0, err);
    assert.is(out, '');
    assert.is(err, `written: ${file}\n`);
    assert.ok(readFileSync(file, 'utf8').length > 1000, format);
  }
  const read = (format: string): string => readFileSync(join(folder, `life.${format}`), 'utf8');
  assert.match(read('mermaid'), /^sequenceDiagram\n  participant L0 as guest 0 vCPU 0\n/);
  assert.match(read('markdown'), /^# vhe\/vhost: /);
  assert.match(read('svg'), /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" /);
  assert.match(read('html'), /^<!doctype html>/);
});

test('a terminal and a pipe read the same', () => {
  const words = ['explain', 'vhe/sidecore', '--device', 'console', '--bytes', '1'];
  assert.is(onTerminal(100, {}, ...words).out.replaceAll('\r\n', '\n'), vhostLab(...words).out);
});

test('a real trace is explained step by step, in every format that it has, and written whole', () => {
  const trace = join(root, 'test/fixtures/tools/ftrace-net.txt');
  const words = ['explain', 'vhe/user-thread', '--device', 'net', '--profile', 'emulated-n1', '--against', trace];
  const { code, out, err } = vhostLab(...words);
  assert.equal([code, err], [0, '']);
  assert.match(out, /^vhe\/user-thread against ftrace-net\.txt: of the 18 steps of a request \d+ agree, \d+ differ in time, 0 are only in the model; \d whole requests are in the trace\.\n/);
  assert.match(out, /\n {5}1 +1\.00 .* agrees +guest 0 vCPU 0: kvm_exit DABT_LOW\n/);
  assert.match(out, /\nWHAT THE MODEL DOES NOT KNOW\n(.*\n)* +\d+ +\d+\.\d\d +kvm_timer_save_state +after step 6\n/);
  assert.match(out, /\nAll 248 events of the trace: .*\.\n$/);
  const { steps, events, unknown, clock, unit } = JSON.parse(vhostLab(...words, '--format', 'json').out);
  assert.equal([steps.length, events.all, clock, unit], [18, 248, 'ps', 'instructions']);
  assert.is(unknown.reduce((sum: number, { times }: { readonly times: number }) => sum + times, 0), events.unknown);
  const file = join(emptyFolder(), 'trace.md');
  // Wherever the options stand.
  const markdown = vhostLab('explain', '--against', trace, '--out', file, '--format', 'markdown', '--profile', 'emulated-n1', '--device', 'net', 'vhe/user-thread');
  assert.equal([markdown.code, markdown.err], [0, `written: ${file}\n`]);
  assert.match(readFileSync(file, 'utf8'), /^# vhe\/user-thread against ftrace-net\.txt\n(.*\n)*## Step by step\n(.*\n)*## What the model does not know\n/);
});

test('what is set stays as it is set, and is not chosen after the trace', () => {
  const { out } = vhostLab('explain', 'vhe/user-thread', '--profile', 'emulated-n1', '--set', 'topology.core_map=separate', '--set', 'topology.host_cores=1', '--policy', 'no-polling', '--against', join(root, 'test/fixtures/tools/ftrace-blk-iothread.txt'), '--format', 'json');
  const { chosen, params } = JSON.parse(out);
  assert.equal([params['topology.core_map'], Object.keys(chosen).filter((key) => key !== 'device.service')], ['separate', []]);
});

test('two systems are compared, and the parts sum to the difference', () => {
  const { code, out } = vhostLab('diff', 'nvhe/vhost', 'vhe/vhost', '--requests', '20', '--format', 'json');
  assert.is(code, 0);
  const { byGroup, byPhase, cpu, requests } = JSON.parse(out);
  assert.is(requests, 20);
  for (const { aPs, bPs, falls } of [byGroup, byPhase, cpu]) assert.is(falls.reduce((sum: number, { byPs }: { readonly byPs: number }) => sum + byPs, 0), bPs - aPs);
  assert.match(vhostLab('diff', 'nvhe/vhost', 'vhe/vhost', '--requests', '20').out, /^nvhe\/vhost -> vhe\/vhost: blk, profile neoverse-n1, policy no-polling, mean of 20 requests\n/);
});

test('a suite can be asked instead: its profile, policy and settings, of one device', () => {
  const { out } = vhostLab('explain', 'vhe/vhost', '--suite', 'standard', '--device', 'blk', '--format', 'json');
  const { params, operation, met } = JSON.parse(out);
  assert.is(params['policy.halt_poll_ns'], 500_000);
  assert.is(operation, 'a read of 4096 bytes from blk');
  assert.is(met.guest, 'halt-polling');
  assert.match(vhostLab('diff', 'vhe/vhost', 'nvhe/vhost', '--suite', 'standard', '--device', 'net', '--requests', '20').out, /^vhe\/vhost -> nvhe\/vhost: net with rr as in standard, profile neoverse-n1, mean of 20 requests\n/);
});

const words = fileWith('words.txt', 'some words\n');

const refusals: readonly (readonly [words: readonly string[], says: string])[] = [
  [['explain'], 'which system? (a hypervisor and a back end, e.g. vhe/vhost or static-partition/user-thread; vhost-lab list systems names all)'],
  [['explain', 'vhe/vhots'], 'unknown backend: vhots (did you mean vhost?)'],
  [['explain', 'vhost'], 'not a system: vhost (hypervisor/backend or hypervisor/backend[option=value], e.g. vhe/vhost)'],
  [['explain', 'vhe/el2'], 'no such system: vhe/el2 (EL2 there is a stub without drivers, or the host kernel itself, which is vhost; on: static-partition, xen)'],
  [['explain', 'vhe/vhost', '--device', 'nett'], 'unknown device: nett (did you mean net?)'],
  [['explain', 'vhe/vhost', '--format', 'txt'], '--format: unknown format: txt (did you mean text?)'],
  [['explain', 'vhe/vhost', '--state', 'guest'], '--state: guest (write guest=STATE, backend=STATE or both, with a comma)'],
  [['explain', 'static-partition/vhost', '--state', 'guest=halt-polling'], '--state guest=halt-polling: static-partition/vhost cannot be in it (halt polling is KVM\'s; here a vCPU with nothing to do sleeps at once)'],
  [['explain', 'vhe/vhost', '--set', 'ring.sise=3'], '--set: unknown parameter: ring.sise (did you mean ring.size?)'],
  [['explain', 'vhe/vhost', '--profile', 'n1'], 'unknown profile: n1 (known: emulated-n1, kunpeng-920, m400, n1-four-rows, neoverse-n1, notification-x86, seattle, seattle-two-rows, x86-kvm)'],
  [['explain', 'vhe/vhost', '--suite', 'standard', '--device', 'nett'], '--device: unknown device of suite standard: nett (did you mean net?)'],
  [['explain', 'vhe/vhost', '--against', '/nowhere/trace.txt'], 'cannot read /nowhere/trace.txt: no such file or directory'],
  [['explain', 'vhe/vhost', '--against', words], `${words}:1: not a kernel trace (task-pid [cpu] seconds: event: fields, as in /sys/kernel/tracing/trace or of trace-cmd report)`],
  [['explain', 'vhe/vhost', '--against', words, '--format', 'svg'], '--format: unknown format of --against: svg (known: text, markdown, json)'],
  [['explain', 'vhe/vhost', '--against', words, '--state', 'guest=wfi'], 'option \'--against <file>\' cannot be used with option \'--state <states>\''],
  [['explain', 'vhe/vhost', '--suite', 'standard', '--bytes', '3'], 'option \'--suite <suite>\' cannot be used with option \'--bytes <n>\''],
  [['diff', 'vhe/vhost'], 'vhe/vhost and which other? (give two systems, e.g. vhost-lab diff vhe/vhost static-partition/user-thread)'],
  [['diff', 'vhe/vhost', 'nvhe/vhost', '--requests', '0'], '--requests: 0 (must be a whole number from 1 to 100000)'],
];

test('what makes no sense is refused in a sentence with the remedy, and writes nothing', () => {
  for (const [words, says] of refusals) {
    const { code, out, err } = vhostLab(...words);
    assert.is(code, 2, words.join(' '));
    assert.is(out, '');
    assert.is(err, `${says}\n`);
  }
});

test.run();
