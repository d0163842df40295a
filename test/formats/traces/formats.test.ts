import { suite } from 'uvu';
import { equal, is, ok, throws } from 'uvu/assert';
import { metricsOf } from '../../../src/experiment/metrics.ts';
import { runOnce, warmUp } from '../../../src/experiment/run.ts';
import { TraceWindow } from '../../../src/experiment/trace-window.ts';
import { traceFormatOf, traceFormats } from '../../../src/formats/traces/index.ts';
import { specimens, traced, untraced } from './written.ts';

const test = suite('formats/traces');

interface Speedscope {
  readonly shared: { readonly frames: readonly { readonly name: string }[] };
  readonly profiles: readonly {
    readonly type: string;
    readonly name: string;
    readonly unit: string;
    readonly startValue: number;
    readonly endValue: number;
    readonly events: readonly { readonly type: 'O' | 'C'; readonly frame: number; readonly at: number }[];
  }[];
}

const ps = (ns: number): number => Math.round(ns * 1000);

/** `core;thread;path;step` with the ps of each, by a speedscope file: what is on top of the stack between two events. */
function stacksOf({ profiles, shared }: Speedscope): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { name, events } of profiles) {
    const open: number[] = [];
    let last = 0;
    for (const { type, frame, at } of events) {
      const stack = [name, ...open.map((index) => shared.frames[index].name)].join(';');
      if (open.length > 0 && ps(at) > last) sums.set(stack, (sums.get(stack) ?? 0) + ps(at) - last);
      last = ps(at);
      if (type === 'O') open.push(frame);
      else open.pop();
    }
  }
  return sums;
}

test('speedscope: the rules of its schema, and the busy time of each core to the picosecond', () => {
  for (const [what, spec] of specimens) {
    const file = JSON.parse(traced(spec, 'speedscope').text) as Speedscope & Readonly<Record<string, unknown>>;
    is(file['$schema'], 'https://www.speedscope.app/file-format-schema.json');
    for (const { type, unit, events, startValue, endValue } of file.profiles) {
      equal([type, unit], ['evented', 'nanoseconds']);
      const open: number[] = [];
      let last = startValue;
      for (const event of events) {
        ok(event.at >= last && event.at <= endValue, `${what}: ${event.at} after ${last}`);
        last = event.at;
        ok(Number.isInteger(event.frame) && event.frame < file.shared.frames.length);
        if (event.type === 'O') open.push(event.frame);
        else is(open.pop(), event.frame, `${what}: what closes was opened last`);
      }
      equal(open, []);
    }
    const stacks = stacksOf(file);
    for (const { name, busyPs } of untraced(spec).account.cores) {
      is([...stacks].reduce((sum, [stack, own]) => sum + (stack.startsWith(`${name};`) ? own : 0), 0), busyPs, `${what}: ${name}`);
    }
  }
});

test('folded stacks: whole nanoseconds that sum to the busy time of each core, and each line is that of speedscope', () => {
  for (const [what, spec] of specimens) {
    const lines = traced(spec, 'folded').text.trimEnd().split('\n');
    const stacks = stacksOf(JSON.parse(traced(spec, 'speedscope').text) as Speedscope);
    const sums = new Map<string, number>();
    for (const line of lines) {
      const [, stack = '', count = ''] = /^([^;]+(?:;[^;]+)+) (\d+)$/.exec(line) ?? [];
      const [core] = stack.split(';');
      sums.set(core, (sums.get(core) ?? 0) + Number(count));
      ok(Math.abs((stacks.get(stack) ?? 0) - 1000 * Number(count)) <= 1000, `${what}: ${line}, not ${stacks.get(stack)} ps`);
    }
    for (const { name, busyPs } of untraced(spec).account.cores) is(sums.get(name) ?? 0, Math.round(busyPs / 1000), `${what}: ${name}`);
  }
});

test('all formats tell the same: exits and switches of the kernel\'s text are the slices of Chrome\'s', () => {
  for (const [what, spec] of specimens) {
    const text = traced(spec, 'ftrace').text.split('\n');
    const { traceEvents } = JSON.parse(traced(spec, 'chrome').text) as { readonly traceEvents: readonly { readonly ph: string; readonly pid: number; readonly name?: string; readonly cat?: string; readonly ts?: number }[] };
    const lines = (event: string): readonly string[] => text.filter((line) => line.includes(`: ${event}: `));
    const slices = traceEvents.filter(({ ph, pid }) => ph === 'B' && pid === 1);
    // A slice that the ends cut off is no event of the kernel, and a hypervisor's own IRQs from no guest are no exit of one.
    const switches = slices.filter(({ cat, name }) => cat === 'switch' && !name?.endsWith('(cut off)'));
    is(lines('sched_switch').length, switches.length, what);
    is(lines('sched_switch').map((line) => Number(/(\d+)\.(\d+): /.exec(line)?.slice(1).join(''))).join(' '), switches.map(({ ts = 0 }) => Math.floor(Math.round(ts * 1e6) / 1000)).sort((a, b) => a - b).join(' '), what);
    const marks = lines('tracing_mark_write').filter((line) => line.includes('F|'));
    is(marks.length, untraced(spec).latenciesPs.length, what);
    const entries = lines('kvm_entry').length;
    const exits = lines('kvm_exit').length;
    ok(Math.abs(entries - exits) <= 6 || spec.system.startsWith('static-partition'), `${what}: ${entries} entries, ${exits} exits`);
  }
});

test('the kernel\'s text is in the order of time, each line in its format', () => {
  const formats: Readonly<Record<string, RegExp>> = {
    kvm_entry: /^PC: 0x[0-9a-f]{16}$/,
    kvm_exit: /^(IRQ: HSR_EC: 0x0000 \(UNKNOWN\)|TRAP: HSR_EC: 0x00(01 \(WFx|16 \(HVC64|18 \(SYS64|24 \(DABT_LOW)\)), PC: 0x[0-9a-f]{16}$/,
    kvm_mmio: /^mmio (write|unsatisfied-read) len \d+ gpa 0x[0-9a-f]+ val 0x[0-9a-f]+$/,
    kvm_wfx_arm64: /^guest executed wfi at: 0x[0-9a-f]{16}$/,
    kvm_userspace_exit: /^reason KVM_EXIT_MMIO \(6\)$/,
    sched_switch: /^prev_comm=\S{1,15} prev_pid=\d+ prev_prio=120 prev_state=[RS] ==> next_comm=\S{1,15} next_pid=\d+ next_prio=120$/,
    sched_wakeup: /^comm=\S{1,15} pid=\d+ prio=120 target_cpu=\d{3}$/,
    irq_handler_entry: /^irq=\d+ name=\S+$/,
    irq_handler_exit: /^irq=\d+ ret=handled$/,
    ipi_entry: /^\(Rescheduling interrupts\)$/,
    ipi_exit: /^\(Rescheduling interrupts\)$/,
    tracing_mark_write: /^[ISF]\|\d+\|.+$/,
  };
  const seen = new Set<string>();
  for (const [what, spec] of specimens) {
    let last = 0;
    for (const line of traced(spec, 'ftrace').text.trimEnd().split('\n')) {
      if (line.startsWith('#')) continue;
      const [, , , , , time = '', event = '', fields = ''] = /^ *(.{1,16})-(\d+) +\[(\d{3})\] (.{5}) +(\d+\.\d{9}): (\w+): (.*)$/.exec(line) ?? [];
      ok(Number(time) >= last, `${what}: ${line} after ${last}`);
      last = Number(time);
      ok(formats[event]?.test(fields), `${what}: no ${event}: ${fields}`);
      seen.add(event);
    }
  }
  equal([...seen].sort(), Object.keys(formats).sort());
});

test('tracing changes no result', () => {
  for (const [what, spec] of specimens) {
    const nobody = { written: 0, span() {}, handedOver() {}, step() {}, request() {}, passed() {} };
    const window = new TraceWindow(nobody, { warm: warmUp(spec.requests), requests: spec.requests, limit: Infinity });
    const run = runOnce(spec, spec.seed, window);
    window.end(run.machine, run.toPs);
    equal(metricsOf(run, spec.profile), metricsOf(untraced(spec), spec.profile), what);
    equal(run.account, untraced(spec).account, what);
  }
});

test('the ending of a file names its format, or the format is named; an unknown one is refused with those there are', () => {
  equal(['a.json', 'a.speedscope.json', 'A.FOLDED', 'x/a.txt', 'a.trace'].map((file) => traceFormatOf(file, undefined)), ['chrome', 'speedscope', 'folded', 'ftrace', 'ftrace']);
  is(traceFormatOf('a', 'folded'), 'folded');
  throws(() => traceFormatOf('a.xml', undefined), /^--trace a\.xml: its ending names no format \(\.json or/);
  throws(() => traceFormatOf('a.json', 'chrom'), '--trace-format: unknown format: chrom (did you mean chrome?)');
  for (const format of Object.keys(traceFormats)) is(traceFormatOf('a', format), format);
});

test.run();
