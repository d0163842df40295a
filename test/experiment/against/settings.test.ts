import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { align } from '../../../src/experiment/against/align.ts';
import { compare } from '../../../src/experiment/against/comparison.ts';
import type { Comparison } from '../../../src/experiment/against/comparison.ts';
import { fit } from '../../../src/experiment/against/settings.ts';
import type { Fitted } from '../../../src/experiment/against/settings.ts';
import { steadyRequest } from '../../../src/experiment/against/steady-request.ts';
import { tracedFamilies } from '../../../src/experiment/against/traced-event.ts';
import type { KernelTrace } from '../../../src/experiment/against/traced-event.ts';
import { trialOf } from '../../../src/experiment/question.ts';
import type { TrialSpec } from '../../../src/experiment/spec.ts';
import { readKernelTrace } from '../../../src/formats/kernel-trace.ts';
import { traceFormats } from '../../../src/formats/traces/index.ts';
import { traceTrial } from '../../../src/formats/traces/trace-trial.ts';
import type { ParameterValue } from '../../../src/machine/parameter.ts';
import { labProfile } from '../../specimen.ts';

const test = suite('experiment/against: a trace explained');

const fixture = (name: string): string => readFileSync(new URL(`../../fixtures/tools/ftrace-${name}.txt`, import.meta.url), 'utf8');
const spec = (system: string, device: string, set: Readonly<Record<string, ParameterValue>> = {}, profile = 'emulated-n1', policy = 'no-polling'): TrialSpec =>
  trialOf({ system, device, op: device === 'blk' ? 'read' : null, bytes: null, profile: labProfile(profile), policy, set });
const nothingAsked = (): boolean => false;
const everythingAsked = (): boolean => true;

function explained(asked: TrialSpec, text: string, isAsked = nothingAsked): { readonly trace: KernelTrace; readonly fitted: Fitted; readonly found: Comparison } {
  const trace = readKernelTrace(text, 'f');
  const fitted = fit(asked, trace.events, isAsked);
  return { trace, fitted, found: compare(trace, fitted.request, fitted.alignment) };
}

/** Every event of a trace is accounted for once. */
function isWhole({ events, steps, extra, ofOthers, unknown }: Comparison, trace: KernelTrace): void {
  is(events.all, trace.events.length);
  is(events.matched + events.extra + events.ofOthers + events.unknown, events.all);
  is(steps.reduce((sum, { met }) => sum + met, 0), events.matched);
  for (const [rows, total] of [[extra, events.extra], [ofOthers, events.ofOthers], [unknown, events.unknown]] as const) is(rows.reduce((sum, { times }) => sum + times, 0), total);
  is(events.unknown, trace.events.filter(({ what }) => what === null).length);
}

/** The four real traces: what each request has (reference: Linux 6.1, QEMU 7.2, VHE, one core), and who of the trace is who. */
const real: readonly { readonly name: string; readonly system: string; readonly device: string; readonly steps: number; readonly counts: readonly number[]; readonly who: Readonly<Record<string, string>> }[] = [
  { name: 'blk', system: 'vhe/user-thread[io=vcpu]', device: 'blk', steps: 10, counts: [1, 0, 1, 4, 2], who: { 'guest 0 vCPU 0': 'qemu-system-aar-111', 'guest 0 main loop': 'qemu-system-aar-106' } },
  { name: 'blk-main-loop', system: 'vhe/user-thread[io=main-loop]', device: 'blk', steps: 6, counts: [1, 0, 0, 2, 1], who: { 'guest 0 vCPU 0': 'qemu-system-aar-111', 'guest 0 main loop': 'qemu-system-aar-106' } },
  { name: 'blk-iothread', system: 'vhe/user-thread', device: 'blk', steps: 6, counts: [1, 0, 0, 2, 1], who: { 'guest 0 vCPU 0': 'qemu-system-aar-111', 'guest 0 I/O thread': 'qemu-system-aar-110' } },
  { name: 'net', system: 'vhe/user-thread', device: 'net', steps: 18, counts: [3, 2, 0, 6, 3], who: { 'guest 0 vCPU 0': 'qemu-system-aar-114', 'guest 0 main loop': 'qemu-system-aar-108', 'peer process': 'rr-118' } },
];

for (const { name, system, device, steps, counts, who } of real) {
  test(`${name}: the model has every step of a real request, in its order, and what only the trace has is a tick of the host`, () => {
    const { trace, fitted, found } = explained(spec(system, device), fixture(name));
    isWhole(found, trace);
    is(found.steps.length, steps);
    for (const { verdict, met, passed, otherwise } of found.steps) {
      ok(verdict === 'agrees' || verdict === 'differs in time', verdict);
      equal([met, otherwise], [passed, 0]);
    }
    equal(found.counts.map(({ modelled }) => modelled), counts);
    // A tick of the host adds two switches.
    for (const { name: what, modelled, traced } of found.counts) ok(traced !== null && Math.abs(traced - modelled) * found.requests <= 2.001, `${what}: ${traced}`);
    equal(Object.fromEntries(fitted.alignment.who), who);
    // The first switch is from who started the guest; the timer's interrupt wakes a thread of the kernel.
    const strangers = found.extra.filter(({ event: { task, what } }) => task !== 'init-1' && !task.startsWith('rcu_sched') && !/arch_timer|rcu_sched|IRQ|kvm_entry/.test(JSON.stringify(what)));
    equal(strangers, []);
    equal(found.ofOthers, []);
  });
}

test('what the model does not know is listed by kind, with every event of it', () => {
  const { trace, found } = explained(spec('vhe/user-thread', 'net'), fixture('net'));
  const lines = fixture('net').split('\n');
  for (const { kind, times } of found.unknown) is(times, lines.filter((line) => line.includes(` ${kind}: `)).length, kind);
  for (const kind of ['kvm_timer_save_state', 'vgic_update_irq_pending', 'kvm_vcpu_wakeup', 'kvm_guest_fault', 'kvm_arm_setup_debug', 'kvm_get_timer_map']) ok(found.unknown.some((row) => row.kind === kind), kind);
  is(trace.events.length, lines.filter((line) => line !== '' && !line.startsWith('#')).length);
});

test('a trace of one CPU puts all on one core, one without WFI has a device that answers at once; what was asked stays', () => {
  equal(explained(spec('vhe/user-thread', 'blk'), fixture('blk-iothread')).fitted.chosen, { 'topology.core_map': 'shared', 'topology.host_cores': 1, 'device.service': 0 });
  equal(explained(spec('vhe/user-thread', 'blk'), fixture('blk-iothread'), (key?: string) => key === 'device.service').fitted.chosen['device.service'], undefined);
  const { chosen, tried } = explained(spec('vhe/user-thread', 'blk'), fixture('blk-iothread'), everythingAsked).fitted;
  equal([chosen, tried], [{}, 1]);
});

test('another system differs in kind: it has steps that the trace has not, and the other way round', () => {
  const { found, trace } = explained(spec('vhe/user-thread[io=vcpu]', 'blk'), fixture('blk-main-loop'));
  isWhole(found, trace);
  const missing = found.steps.filter(({ verdict }) => verdict === 'differs in kind: only in the model').map(({ step }) => step.name);
  equal(missing, ['kvm_userspace_exit', 'sched_wakeup', 'sched_switch', 'sched_switch']);
  const other = explained(spec('vhe/user-thread', 'blk'), fixture('blk'));
  isWhole(other.found, other.trace);
  ok(other.found.extra.some(({ event: { what }, times }) => what?.name === 'kvm_userspace_exit' && times === 10));
});

test('events of a family that was not traced are no difference', () => {
  const { found } = explained(spec('vhe/user-thread', 'net'), fixture('net').replace(/^.*: sched_.*\n/gm, ''));
  for (const { step, verdict } of found.steps) is(verdict === 'not traced', /^(sched|irq)_/.test(step.name), step.name);
  equal(found.counts.map(({ traced }) => traced === null), [false, false, false, true, true]);
});

const ours: readonly (readonly [system: string, device: string, policy: string])[] = [
  ['vhe/vhost', 'blk', 'no-polling'], ['vhe/vhost', 'net', 'shipping-2026'], ['nvhe/user-thread', 'net', 'shipping-2026'], ['nvhe/user-thread[io=vcpu]', 'blk', 'no-polling'], ['static-partition/user-thread', 'blk', 'no-polling'],
  ['static-partition/vhost', 'net', 'no-polling'], ['xen/user-thread', 'blk', 'no-polling'], ['vhe/trap-and-emulate', 'console', 'no-polling'],
];

/** A trace that the lab itself writes. */
function own(asked: TrialSpec): string {
  const parts: string[][] = [];
  traceTrial({ ...asked, requests: 30 }, traceFormats.ftrace, (text, part) => (parts[part] ??= []).push(text));
  return parts.flat().join('');
}

for (const [system, device, policy] of ours) {
  test(`law: a trace of the lab itself agrees with its own system in every step: ${system}, ${device}, ${policy}`, () => {
    const asked = spec(system, device, {}, 'neoverse-n1', policy);
    const { trace, found } = explained(asked, own(asked), everythingAsked);
    isWhole(found, trace);
    ok(found.steps.length > 2 && found.requests >= 28);
    for (const { verdict, met, passed, otherwise, sincePs, traced } of found.steps) {
      equal([verdict, met, otherwise], ['agrees', passed, 0]);
      // The text has nanoseconds, and a request may touch more lines of the ring than another.
      ok(traced !== null && sincePs !== null && sincePs >= traced.least - 1000 && sincePs <= traced.most + 1000);
    }
    equal([found.extra, found.ofOthers], [[], []]);
    equal(found.unknown.map(({ kind }) => kind), ['tracing_mark_write']);
  });
}

test('a machine of half the speed differs in time in every step that takes any, and in kind in none', () => {
  const asked = spec('vhe/vhost', 'net', {}, 'neoverse-n1');
  const slow = own(asked).replace(/ (\d+)\.(\d{9}):/g, (_, seconds: string, ns: string) => {
    const twice = 2 * Number(seconds + ns);
    return ` ${Math.floor(twice / 1e9)}.${String(twice % 1e9).padStart(9, '0')}:`;
  });
  const { found } = explained(asked, slow, everythingAsked);
  for (const { verdict, sincePs } of found.steps) is(verdict, sincePs !== null && sincePs > 2000 ? 'differs in time' : 'agrees');
  ok(found.period !== null && Math.abs(found.period.median / found.periodPs - 2) < 0.02);
  equal([found.extra, found.ofOthers], [[], []]);
});

test('what two CPUs do at the same time is in no order', () => {
  const asked = spec('vhe/vhost', 'blk', {}, 'neoverse-n1');
  const lines = own(asked).split('\n');
  const swapped = lines.map((line) => line);
  let swaps = 0;
  // Neighbours on different CPUs change places, and keep the times of the places.
  for (let i = 0; i + 1 < lines.length; i++) {
    const [one, other] = [swapped[i], swapped[i + 1]].map((line) => /^(.*\[(\d+)\] \S+ +)([\d.]+)(: (?:kvm|sched|ipi|irq).*)$/.exec(line));
    if (one === null || other === null || one[2] === other[2]) continue;
    swapped[i] = `${other[1]}${one[3]}${other[4]}`;
    swapped[i + 1] = `${one[1]}${other[3]}${one[4]}`;
    swaps++;
    i++;
  }
  ok(swaps > 30);
  const { trace, found } = explained(asked, swapped.join('\n'), everythingAsked);
  isWhole(found, trace);
  ok(found.steps.every(({ met, passed }) => met >= passed - 1), 'all are found');
  ok(found.events.extra <= 2, `${found.events.extra} are left over`);
});

test('another guest on the host is another guest: its events are of other tasks', () => {
  const plain = explained(spec('vhe/user-thread', 'net'), fixture('net'));
  const exit = (line: string): string => line.replace(/^ *\S+-114 +\[000\]/, '           other-300     [001]').replace(/: kvm_wfx.*$/, ': kvm_exit: TRAP: HSR_EC: 0x0024 (DABT_LOW), PC: 0x0');
  const both = fixture('net').split('\n').flatMap((line) => (line.includes(': kvm_wfx') ? [line, exit(line), exit(line).replace(/kvm_exit.*$/, 'kvm_mmio: mmio write len 2 gpa 0x0 val 0x0'), exit(line).replace(/kvm_exit.*$/, 'kvm_entry: PC: 0x0')] : [line])).join('\n');
  // More CPUs than one would leave the topology open.
  const set = { 'topology.core_map': 'shared', 'topology.host_cores': 1, 'device.peer': 'host-process' } as const;
  const { trace, found, fitted } = explained(spec('vhe/user-thread', 'net', set), both, everythingAsked);
  isWhole(found, trace);
  equal([...fitted.alignment.who], [...plain.fitted.alignment.who]);
  equal(found.steps.map(({ met }) => met), plain.found.steps.map(({ met }) => met));
  equal(found.ofOthers.map(({ kind, times, tasks }) => [kind, times, tasks]), ['kvm_exit', 'kvm_mmio', 'kvm_entry'].map((kind) => [kind, 9, 1]));
});

test('whatever is left out, doubled or moved, every event is accounted for', () => {
  const asked = spec('vhe/user-thread', 'net', { 'topology.core_map': 'shared', 'topology.host_cores': 1, 'device.peer': 'host-process' });
  const request = steadyRequest(asked);
  const model = request.steps.map(({ event }) => event);
  const lines = fixture('net').replace(/^#.*\n/gm, '').trimEnd().split('\n');
  const cpu = fc.constantFrom('[000]', '[001]', '[007]');
  fc.assert(fc.property(fc.array(fc.record({ at: fc.nat(lines.length - 1), what: fc.constantFrom('cut', 'double', 'elsewhere'), cpu }), { maxLength: 60 }), (edits) => {
    const now = lines.map((line) => [line]);
    for (const { at, what, cpu } of edits) now[at] = what === 'cut' ? [] : what === 'double' ? [...now[at], ...now[at]] : now[at].map((line) => line.replace(/\[\d+\]/, cpu));
    const trace = readKernelTrace(`${now.flat().join('\n')}\n`, 'f');
    const found = compare(trace, request, align(trace.events, model));
    isWhole(found, trace);
    for (const { met, passed } of found.steps) ok(met <= passed);
  }), { numRuns: 60 });
});

test('a family is what is before the first underscore of its events', () => {
  const isTraced = tracedFamilies(readKernelTrace(fixture('net'), 'f').events);
  equal([isTraced('kvm_exit'), isTraced('sched_wakeup'), isTraced('ipi_entry')], [true, true, false]);
});

test.run();
