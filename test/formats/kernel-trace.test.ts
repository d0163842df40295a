import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import type { KernelTrace } from '../../src/experiment/against/traced-event.ts';
import { eventOf } from '../../src/formats/kernel-trace-event.ts';
import { readKernelTrace } from '../../src/formats/kernel-trace.ts';
import { mutated } from './mutated.ts';
import { refusal } from './refusal.ts';

const test = suite('formats/kernel-trace');
const text = readFileSync(new URL('../fixtures/tools/ftrace-net.txt', import.meta.url), 'utf8');
const read = (of: string): KernelTrace => readKernelTrace(of, 'f');
const what = ({ events }: KernelTrace) => events.map(({ line: _, ...event }) => event);
const bare = text.replace(/^#.*\n/gm, '');

test('each line that is no heading is an event, with its line, CPU, task and time', () => {
  const { events, tickPs, notes } = read(text);
  is(events.length, bare.trimEnd().split('\n').length);
  equal([tickPs, notes], [1e6, []]);
  const [first, second] = events;
  equal(first, { line: 13, atPs: 0, cpu: 0, task: 'init-1', kind: 'sched_switch', what: { name: 'sched_switch', next: 'qemu-system-aar-114', sleeps: true } });
  equal([second.atPs, second.kind, second.what], [3e6, 'kvm_get_timer_map', null]);
  ok(events.some(({ what }) => what?.name === 'kvm_exit' && what.reason === 'WFx') && events.some(({ what }) => what?.name === 'kvm_mmio' && what.writes === true));
});

test('trace-cmd report, without flags and in the words of its plug-ins, and perf script are read alike', () => {
  const report = bare.replace(/(\[\d+\]) [a-zA-Z.]{5} /g, '$1 ')
    .replace(/sched_switch: prev_comm=(\S+) prev_pid=(\d+) prev_prio=(\d+) prev_state=(\S+) ==> next_comm=(\S+) next_pid=(\d+) next_prio=(\d+)/g, 'sched_switch:         $1:$2 [$3] $4 ==> $5:$6 [$7]')
    .replace(/sched_wakeup: comm=(\S+) pid=(\d+) prio=(\d+) target_cpu=(\d+)/g, 'sched_wakeup:         $1:$2 [$3] success=1 CPU:$4');
  equal(what(read(`cpus=1\n${report}`)), what(read(text)));
  const perf = bare.replace(/^ *(\S+)-(\d+) +(\[\d+\]) [a-zA-Z.]{5} +/gm, '$1 $2 $3 ').replace(/: (kvm|sched|irq|vgic)_/g, ': $1:$1_');
  equal(what(read(perf)), what(read(text)));
  const tgid = bare.replace(/-(\d+) +\[/g, '-$1   (    106) [');
  equal(what(read(tgid)), what(read(text)));
});

test('a task that the tracer did not know by name has the name that another line gives it', () => {
  const { events } = read(text.replaceAll('qemu-system-aar-114 ', '          <...>-114 '));
  ok(events.every(({ task }) => !task.startsWith('<')));
  equal(what(read(text.replaceAll('qemu-system-aar-114 ', '          <...>-114 '))), what(read(text)));
});

test('a clock that counts gives ticks and no times; days of uptime lose no nanosecond', () => {
  is(read(bare.replace(/ (\d+)\.(\d{6}):/g, ' $1$2:')).tickPs, null);
  const late = bare.replace(/ {4}\d\.(\d{6}):/g, (_, us: string) => ` 8640000.${us}001:`);
  const { events, tickPs } = read(late);
  equal([tickPs, events[1].atPs], [1000, 3e6]);
});

test('the names of other kernels and of x86', () => {
  const of = (name: string, fields: string) => eventOf(name, fields, (pid) => pid);
  const reason = (fields: string) => of('kvm_exit', fields).what;
  equal(reason('reason EPT_MISCONFIG rip 0xffffffff8146a2c5 info 0 0'), { name: 'kvm_exit', reason: 'DABT_LOW' });
  equal(reason('vcpu 0 reason HLT rip 0xffffffff8146a2c5 info1 0x0'), { name: 'kvm_exit', reason: 'WFx' });
  equal(reason('vcpu 3 reason interrupt rip 0x0'), { name: 'kvm_exit', reason: 'IRQ' });
  equal(reason('IRQ: HSR_EC: 0x0000 (UNKNOWN), PC: 0xffff'), { name: 'kvm_exit', reason: 'IRQ' });
  equal(reason('PC: 0xffff'), { name: 'kvm_exit', reason: null });
  equal(of('kvm_exit', 'TRAP: HSR_EC: 0x0020 (IABT_LOW), PC: 0xffff'), { kind: 'kvm_exit (IABT_LOW)', what: null });
  equal(of('kvm_fast_mmio', 'fast mmio at gpa 0xfe003000').what, { name: 'kvm_mmio', writes: true });
  equal(of('kvm_mmio', 'mmio unsatisfied-read len 4 gpa 0x0 val 0x0').what, { name: 'kvm_mmio', writes: false });
  equal(of('kvm_wfi', 'guest executed wfi at: 0xffff').what, { name: 'kvm_wfx_arm64' });
  equal(of('ipi_entry', '(Function call interrupts)'), { kind: 'ipi_entry (Function call interrupts)', what: null });
  equal(of('sched_switch', 'nonsense'), { kind: 'sched_switch (unreadable)', what: null });
  equal(of('toString', ''), { kind: 'toString', what: null });
});

test('the end of an interrupt\'s handler, which has a number alone, is of the interrupt of that number', () => {
  const lines = [
    '          <idle>-0       [000] d.h..     1.000000: irq_handler_entry: irq=13 name=arch_timer', '          <idle>-0       [000] d.h..     1.000001: irq_handler_exit: irq=13 ret=handled',
    '          <idle>-0       [000] d.h..     1.000002: irq_handler_entry: irq=40 name=virtio0-input.0', '          <idle>-0       [000] d.h..     1.000003: irq_handler_exit: irq=40 ret=handled',
    '            qemu-7       [000] d....     1.000004: kvm_entry: PC: 0x0', '',
  ];
  equal(read(lines.join('\n')).events.map(({ task, what }) => [task, what !== null && 'irq' in what ? what.irq : null]), [['swapper', 'arch_timer'], ['swapper', 'arch_timer'], ['swapper', 'device'], ['swapper', 'device'], ['qemu-7', null]]);
});

test('a file that is cut off loses its last line, says so, and is read', () => {
  const cut = text.slice(0, text.indexOf('kvm_exit', 9000) + 3);
  const { events, notes } = read(cut);
  is(events.length, cut.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length - 1);
  ok(/^line \d+: .* is cut off, and left out$/.test(notes[0]), notes[0]);
  equal(read(text.trimEnd()), read(text));
});

test('lost events and lines that are none are noted with their lines', () => {
  const { notes } = read(text.replace(/(\n.*kvm_entry)/, '\n CPU:0 [LOST 17 EVENTS]\n => __schedule\n => schedule$1'));
  is(notes.length, 2);
  ok(/^line \d+: the tracer lost events here/.test(notes[0]) && /^line \d+: .* is no event, and left out, like 1 more$/.test(notes[1]), notes.join('\n'));
});

test('what is no trace is refused in a sentence with its line', () => {
  ok(refusal(() => read('')).startsWith('f:1: not a kernel trace ('));
  ok(refusal(() => read('{"a": 1}\n')).startsWith('f:1: not a kernel trace ('));
  ok(refusal(() => read(`a\u0000b\n${text}`)).startsWith('f:1: "\\u0000" is no letter of a trace'));
  ok(/^f:\d+: it ends without a kvm_entry or kvm_exit/.test(refusal(() => read(text.replace(/kvm_e/g, 'kvm_f')))));
  ok(/^f:\d+: 4\.481819 is before the line above it/.test(refusal(() => read(text + text))));
  ok(/^f:\d+: x is no event, like \d+ of \d+ lines$/.test(refusal(() => read(`${bare}${'x\n'.repeat(300)}`))));
});

test('any damage and any text gives a reading or a refusal that begins with file and line', () => {
  const isRead = (broken: string): void => {
    try {
      const { events } = read(broken);
      ok(events.every(({ atPs, line }, i) => i === 0 || (atPs >= events[i - 1].atPs && line > events[i - 1].line)));
    } catch (error) {
      ok(error instanceof Error && error.constructor === Error && /^f:\d+: [^\n]+$/.test(error.message), String(error));
    }
  };
  fc.assert(fc.property(mutated(text.slice(0, 8000)), isRead), { numRuns: 100 });
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), isRead), { numRuns: 100 });
});

test.run();
