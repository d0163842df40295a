import type { OsOperation } from '../backends/os-operations.ts';
import type { Parameters } from '../machine/parameter.ts';
import { Requests } from '../machine/requests.ts';
import type { Process } from '../machine/thread.ts';
import { cycle, share } from './job-plan.ts';
import type { Guest, Workload } from './workload.ts';

const operations = [
  'syscall', 'eventfd_write', 'eventfd_write_read', 'epoll_empty', 'eventfd_epoll_read', 'eventfd_poll_read', 'ioctl',
  'eventfd_threads', 'eventfd_processes', 'pipe_processes', 'switch_processes', 'futex_threads', 'tcp_processes',
] as const satisfies readonly OsOperation[];

const parameters = {
  operation: { kind: 'choice', default: 'syscall', of: operations, says: 'what is asked over and over; _threads and _processes: there and back between two tasks of one core; switch_processes: one way, without their calls (lat_ctx)' },
  of: { kind: 'choice', default: 'guest', of: ['guest', 'host'], says: 'whose kernel is asked: the guest\'s, or the host\'s by a process beside the guest' },
} as const satisfies Parameters;

/** perf bench, lmbench: one operation of an operating system over and over, without devices. Latency is what one of them takes. */
export const os: Workload = {
  title: 'operating system microbenchmarks',
  says: 'one system call or hand-over between two tasks over and over, of the guest or of the host (perf bench, lmbench)',
  parameters,
  devices: ['null'],
  draw({ wanted }) {
    const requests = new Requests(share(wanted, 1));
    requests.kinds.fill(1);
    return requests;
  },
  start(guest) {
    const operation = operations.find((id) => id === guest.params['workload.operation']);
    if (operation === undefined) throw new Error('an operation that the parameters do not know');
    const { thread, path } = guest.operations().ofKernel(guest.params['workload.of'] === 'host' ? 'host' : 'guest', operation);
    const [vcpu] = guest.vcpus;
    const process = repeated(guest, () => thread.run(path));
    if (thread === vcpu.thread) {
      vcpu.wake({ process, ready: false });
    } else {
      thread.push(process);
      thread.core.enqueue(thread);
    }
  },
};

function* repeated({ machine: { simulation }, requests, finish }: Guest, run: () => void): Process {
  const next = cycle(0, requests.count);
  for (;;) {
    const request = next();
    requests.startPs[request] = simulation.now;
    run();
    yield;
    requests.endPs[request] = simulation.now;
    finish(request);
  }
}
