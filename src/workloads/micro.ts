import type { Operations } from '../backends/operations.ts';
import type { Parameters } from '../machine/parameter.ts';
import { Requests } from '../machine/requests.ts';
import { Signal } from '../machine/signal.ts';
import { guestKernel as g } from '../machine/step.ts';
import { stretch } from '../machine/stretch.ts';
import type { Process } from '../machine/thread.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import { ioLatency } from './io-latency.ts';
import { cycle, share } from './job-plan.ts';
import type { Guest, Workload } from './workload.ts';

const parameters = {
  operation: {
    kind: 'choice',
    default: 'hypercall',
    of: ['hypercall', 'mmio_kernel', 'mmio_user', 'virtual_ipi', 'lpi', 'eoi', 'io_latency_out', 'io_latency_in'],
    says: 'what is done over and over; io_latency_out: kick until the back end has it; io_latency_in: call until the guest\'s handler begins; virtual_ipi and lpi (an INT command to the virtual ITS) need topology.vcpus=2',
  },
  gap: { kind: 'duration', default: 20_000, min: 0, max: 1e9, says: 'guest computing before each mmio_user and io_latency, in which whoever serves goes back to sleep; the others are back to back' },
} as const satisfies Parameters;

/** The operations of kvm-unit-tests' micro-bench and of Dall et al. 2016, one at a time. Latency is what one of them takes. */
export const micro: Workload = {
  title: 'microbenchmarks',
  says: 'one operation over and over: hypercall, register access in kernel or user, virtual IPI, end of interrupt, I/O latency out and in',
  parameters,
  devices: ['null'],
  draw({ wanted }) {
    const requests = new Requests(share(wanted, 1));
    requests.kinds.fill(1);
    return requests;
  },
  start(guest) {
    const [vcpu] = guest.vcpus;
    const operation = String(guest.params['workload.operation']);
    const process = operation === 'io_latency_out' || operation === 'io_latency_in'
      ? ioLatency(guest, vcpu, operation)
      : timed(guest, vcpu, asked(guest, operation), operation === 'mmio_user');
    vcpu.wake({ process, ready: false });
  },
};

function asked(guest: Guest, operation: string): (vcpu: Vcpu) => Process {
  const operations: Operations = guest.operations();
  switch (operation) {
    case 'hypercall':
      return operations.hypercall();
    case 'mmio_kernel':
      return operations.registerInKernel();
    case 'mmio_user':
      return operations.registerInUser();
    case 'eoi':
      return operations.endOfInterrupt();
    default:
      return interruptsOther(guest, operation, operation === 'lpi' ? operations.messageInterrupt : operations.interprocessorInterrupt);
  }
}

/** An interrupt to a vCPU that spins in its guest on another core, and a wait for the flag that its handler sets. */
function interruptsOther({ machine, vcpus }: Guest, operation: string, sender: Operations['interprocessorInterrupt']): (vcpu: Vcpu) => Process {
  const target = vcpus.find((vcpu) => vcpu.thread.core !== vcpus[0].thread.core);
  if (target === undefined) throw new Error(`workload.operation: ${operation} needs two vCPUs on two cores (topology.vcpus=2 and, where cores are shared, topology.host_cores=2)`);
  const handled = new Signal(machine);
  const never = new Signal(machine);
  const spin = stretch('guest spin');
  const seen = machine.tariff.path('flag seen', [g('cacheline_transfer_far')]);
  const send = sender(target, () => handled.raise());
  target.wake({ process: spinning(target), ready: false });

  function* spinning({ thread }: Vcpu): Process {
    thread.poll(never, Infinity, spin);
    yield;
  }

  return function* (vcpu) {
    vcpu.thread.call(send(vcpu));
    yield;
    vcpu.thread.poll(handled, Infinity, spin);
    yield;
    vcpu.thread.run(seen);
    yield;
  };
}

function* timed(guest: Guest, vcpu: Vcpu, operation: (vcpu: Vcpu) => Process, settles: boolean): Process {
  const { machine: { simulation }, requests, watch } = guest;
  const gapPs = settles ? Math.round(Number(guest.params['workload.gap']) * 1000) : 0;
  const compute = stretch('guest compute');
  const next = cycle(0, requests.count);
  for (;;) {
    const request = next();
    if (gapPs > 0) {
      vcpu.thread.compute(compute, gapPs);
      yield;
    }
    requests.startPs[request] = simulation.now;
    watch?.('started', request);
    vcpu.thread.call(operation(vcpu));
    yield;
    requests.endPs[request] = simulation.now;
    guest.finish(request);
  }
}
