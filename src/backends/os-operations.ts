import type { CostId } from '../machine/costs.ts';
import type { Path } from '../machine/path.ts';
import { guestKernel as g, guestUser as u, repeat } from '../machine/step.ts';
import type { Place, Steps } from '../machine/step.ts';
import { Thread } from '../machine/thread.ts';
import type { Plan } from './backend.ts';

/** One operating system, the host's or the guest's: how its processes enter it, and how it wakes and switches them. */
interface OperatingSystem {
  readonly kernel: Place;
  readonly syscall: Steps;
  readonly sysreturn: Steps;
  readonly wake: CostId;
  readonly switch: CostId;
  readonly send: CostId;
  readonly receive: CostId;
}

/** A list of steps from the parts of an operating system. */
type Operation = (os: OperatingSystem) => Steps;

/** One system call with what its body does. */
const call = ({ kernel: k, syscall, sysreturn }: OperatingSystem, ...body: readonly CostId[]): Steps => [...syscall, ...body.map((cost) => k(cost)), ...sysreturn];

const write = (os: OperatingSystem, ...more: readonly CostId[]): Steps => call(os, 'vfs_rw', 'eventfd_signal', ...more);
const read = (os: OperatingSystem): Steps => call(os, 'vfs_rw', 'eventfd_read');

/** There and back between two tasks of one core: each wakes the other and goes to sleep. */
const thereAndBack = (os: OperatingSystem, ...steps: Steps): Steps => [...steps, os.kernel(os.wake), os.kernel(os.switch)].map((step) => repeat(2, step));

/** What one process, or two that take turns on one core, ask of a kernel over and over: perf bench, lmbench and their like. */
export const osOperations = {
  syscall: (os) => call(os),
  eventfd_write: (os) => write(os),
  eventfd_write_read: (os) => [...write(os), ...read(os)],
  epoll_empty: (os) => call(os, 'epoll_wait'),
  eventfd_epoll_read: (os) => [...write(os, 'epoll_callback'), ...call(os, 'epoll_wait', 'poll_return'), ...read(os)],
  eventfd_poll_read: (os) => [...write(os), ...call(os, 'ppoll', 'poll_return'), ...read(os)],
  ioctl: (os) => call(os, 'ioctl_dispatch'),
  eventfd_threads: (os) => thereAndBack(os, ...write(os), ...read(os)),
  eventfd_processes: (os) => thereAndBack(os, ...write(os), ...read(os), os.kernel('mm_switch')),
  // A pipe's body is priced as an eventfd's: the same file layer, a byte in place of a counter.
  pipe_processes: (os) => thereAndBack(os, ...write(os), ...read(os), os.kernel('mm_switch')),
  switch_processes: (os) => [os.wake, os.switch, 'mm_switch' as const].map((cost) => os.kernel(cost)),
  futex_threads: (os) => thereAndBack(os, ...call(os, 'futex_wake'), ...call(os, 'futex_wait')),
  tcp_processes: (os) => thereAndBack(os, ...call(os, 'vfs_rw', os.send), ...call(os, 'vfs_rw', os.receive), os.kernel('mm_switch')),
} as const satisfies Readonly<Record<string, Operation>>;

export type OsOperation = keyof typeof osOperations;

/** An operation of a plan's guest or host as one path, and who runs it. */
export function osOperation({ machine, venue, vcpus, hostCores }: Plan, where: 'guest' | 'host', operation: OsOperation): { readonly thread: Thread; readonly path: Path } {
  const os: OperatingSystem = where === 'guest'
    ? { kernel: g, syscall: [u('svc_el0_to_el1', 'syscall'), g('syscall_entry')], sysreturn: [g('syscall_exit'), g('eret_el1_to_el0')], wake: 'sched_wakeup', switch: 'guest_ctx_switch', send: 'guest_stack_net_tx', receive: 'guest_stack_net_rx' }
    : { ...venue, wake: 'try_to_wake_up', switch: 'context_switch', send: 'host_tcp_send', receive: 'host_tcp_recv' };
  const thread = where === 'guest' ? vcpus[0].thread : new Thread('host process', hostCores[0], 'host process');
  return { thread, path: machine.tariff.path(`${where} ${operation}`, osOperations[operation](os)) };
}
