import { exceptionClasses } from '../../experiment/exit-reason.ts';
import { SWAPPER } from '../../experiment/kernel-event.ts';
import type { KernelEvent, KernelEventWhat } from '../../experiment/kernel-event.ts';
import { KernelEvents } from '../../experiment/kernel-events.ts';
import type { Core } from '../../machine/core.ts';
import type { RequestStep } from '../../machine/observer.ts';
import type { TraceFormat } from './trace-format.ts';

/** A line that waits for its place in the order of time; equal times keep the order in which they were told. */
interface Line {
  readonly atPs: number;
  readonly text: string;
}

/**
 * Text as the kernel's tracer writes it (Documentation/trace/ftrace.rst), host and guests in one timeline; times in s with
 * nanoseconds. Event formats: include/trace/events/{sched,irq,ipi}.h, arch/arm64/kvm/trace_arm.h of Linux 6.1.
 */
export const ftrace: TraceFormat = {
  title: 'text of the kernel\'s tracer (ftrace)',
  endings: ['.txt', '.ftrace', '.trace'],
  sumsUp: false,
  open(spec, out) {
    const names = new Names();
    let written = 0;
    let lines: Line[] = [];
    let cores: readonly Core[] = [];
    const write = (text: string): void => {
      written += text.length;
      out(text, 1);
    };
    const put = (atPs: number, cpu: number, task: string, text: string): void => void lines.push({ atPs, text: `${names.column(task, cpu)} [${String(cpu).padStart(3, '0')}] ..... ${seconds(atPs)}: ${text}\n` });
    const kernel = new KernelEvents((event) => put(event.atPs, event.cpu, event.task, `${event.name}: ${fields(event, names)}`));
    const writeBefore = (ps: number): void => {
      lines.sort((a, b) => a.atPs - b.atPs);
      const end = lines.findIndex(({ atPs }) => atPs >= ps);
      const ready = end < 0 ? lines : lines.slice(0, end);
      lines = end < 0 ? [] : lines.slice(end);
      for (const { text } of ready) write(text);
    };
    return {
      get written() {
        return written;
      },
      span(span) {
        ({ cores } = span.core.machine);
        kernel.span(span.whole ? span : { ...span, path: null });
      },
      handedOver(handOver) {
        kernel.handedOver(handOver);
        if (handOver.what === 'virtual interrupt taken') {
          const { core, name } = handOver.vcpu.thread;
          put(handOver.atPs, core.machine.cores.indexOf(core), name, `tracing_mark_write: I|${names.pid(name)}|guest takes ${handOver.line.name}`);
        }
      },
      step: (step) => mark(step, put, names),
      request() {},
      passed(atPs) {
        // A path that is under way has its events still to tell, from its beginning on.
        writeBefore(cores.reduce((least, { meter }) => (meter.doing === 'idle' || meter.doing === 'wfi' || meter.doing === 'stretch' || meter.doing === 'spin' ? least : Math.min(least, atPs - meter.unfinishedPs)), atPs));
      },
      end(_, note) {
        writeBefore(Infinity);
        out(header(`${spec.system}, ${spec.device}, ${spec.workload}, profile ${spec.profile.name}, seed ${spec.seed}`, note, cores.length), 0);
      },
    };
  },
};

function header(what: string, note: string, cpus: number): string {
  return [
    '# tracer: nop', '#', `# simulated by vhost-lab: ${what}`, `# holds ${note}`,
    '# guest and host in one timeline: tracing_mark_write lines are of the guest; program counters, addresses and priorities are not modelled', '#', `#                                                #P:${cpus}`, '#',
    '#           TASK-PID     CPU#  |||||    TIMESTAMP  FUNCTION', '#              | |         |   |||||         |         |', '',
  ].join('\n');
}

/** The steps of a request as its guest would write them into trace_marker: S and F of atrace for its begin and end, I for what is between. */
function mark({ what, of, request, by, atPs }: RequestStep, put: (atPs: number, cpu: number, task: string, text: string) => void, names: Names): void {
  const task = `guest ${of.guest}`;
  const cpu = by === null ? 0 : by.machine.cores.indexOf(by);
  const name = `${of.kinds[request] === 1 ? 'write' : 'read'} of ${of.bytes[request]} bytes`;
  const cookie = of.guest * of.count + request;
  const text = what === 'started' ? `S|${names.pid(task)}|${name}|${cookie}` : what === 'collected' ? `F|${names.pid(task)}|${name}|${cookie}` : `I|${names.pid(task)}|request ${cookie} ${what}`;
  put(atPs, cpu, task, `tracing_mark_write: ${text}`);
}

/** Threads as the kernel names them: 15 characters and a number, which here counts from 100. */
class Names {
  readonly #pids = new Map<string, number>();

  pid(task: string): number {
    if (task === SWAPPER) return 0;
    let pid = this.#pids.get(task);
    if (pid === undefined) {
      pid = 100 + this.#pids.size;
      this.#pids.set(task, pid);
    }
    return pid;
  }

  comm(task: string, cpu: number): string {
    return (task === SWAPPER ? `swapper/${cpu}` : task.replaceAll(' ', '-')).slice(0, 15);
  }

  column(task: string, cpu: number): string {
    const name = task === SWAPPER ? '<idle>' : this.comm(task, cpu);
    return `${name.padStart(16)}-${String(this.pid(task)).padEnd(7)}`;
  }
}

function fields(event: KernelEvent, names: Names): string {
  const what: KernelEventWhat = event;
  switch (what.name) {
    case 'kvm_entry':
      return 'PC: 0x0000000000000000';
    case 'kvm_exit': {
      const { reason } = what;
      const ec = exceptionClasses[reason].toString(16).padStart(4, '0');
      return reason === 'IRQ' ? `IRQ: HSR_EC: 0x${ec} (UNKNOWN), PC: 0x0000000000000000` : `TRAP: HSR_EC: 0x${ec} (${reason}), PC: 0x0000000000000000`;
    }
    case 'kvm_mmio':
      return `mmio ${what.writes === true ? 'write' : 'unsatisfied-read'} len 4 gpa 0x0 val 0x0`;
    case 'kvm_wfx_arm64':
      return 'guest executed wfi at: 0x0000000000000000';
    case 'kvm_userspace_exit':
      return 'reason KVM_EXIT_MMIO (6)';
    case 'sched_switch':
      return `prev_comm=${names.comm(event.task, event.cpu)} prev_pid=${names.pid(event.task)} prev_prio=120 prev_state=${what.sleeps && event.task !== SWAPPER ? 'S' : 'R'} ==> next_comm=${names.comm(what.next, event.cpu)} next_pid=${names.pid(what.next)} next_prio=120`;
    case 'sched_wakeup':
      return `comm=${names.comm(what.woken, what.onCpu)} pid=${names.pid(what.woken)} prio=120 target_cpu=${String(what.onCpu).padStart(3, '0')}`;
    case 'irq_handler_entry':
      return `irq=${irqNumber(what.irq)} name=${what.irq}`;
    case 'irq_handler_exit':
      return `irq=${irqNumber(what.irq)} ret=handled`;
    case 'ipi_entry':
    case 'ipi_exit':
      return '(Rescheduling interrupts)';
  }
}

/** Linux deals these numbers at boot: any will do. */
const irqNumber = (irq: string): number => (irq === 'arch_timer' ? 13 : 40);

const seconds = (ps: number): string => {
  const ns = Math.floor(ps / 1000);
  return `${String(Math.floor(ns / 1e9)).padStart(5)}.${String(ns % 1e9).padStart(9, '0')}`;
};
