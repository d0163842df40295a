import type { Parameters, ParameterValue } from '../machine/parameter.ts';

/** Choices of software that cost nothing by themselves and decide what is paid. */
export const policy = {
  halt_poll_ns: { kind: 'duration', default: 0, min: 0, says: 'KVM: longest halt polling before a vCPU blocks (kvm.halt_poll_ns)' },
  halt_poll_grow: { kind: 'count', default: 2, min: 0, max: 16, says: 'KVM: factor by which the halt-polling window grows; 0: it never does' },
  halt_poll_grow_start: { kind: 'duration', default: 10_000, min: 0, says: 'KVM: first halt-polling window after none' },
  halt_poll_shrink: { kind: 'count', default: 0, min: 0, max: 16, says: 'KVM: divisor of the halt-polling window after a long wait; 0, or less than the first window, goes to none' },
  poll_max_ns: { kind: 'duration', default: 0, min: 0, says: 'QEMU: longest polling of an I/O thread (poll-max-ns)' },
  busyloop_timeout: { kind: 'duration', default: 0, min: 0, says: 'vhost: polling of an empty ring before sleeping' },
  daemon_poll_iters: { kind: 'count', default: 0, min: 0, max: 1e12, says: 'hvisor: empty turns of the daemon before it sleeps' },
  publish_used: { kind: 'choice', default: 'each', of: ['each', 'batch'], says: 'back end: shows each used buffer at once, or all that it finds done together (with ring.in_order by one element)' },
  vhost_weight: { kind: 'count', default: 256, min: 1, max: 65536, says: 'vhost: requests of one queue before the others have a turn' },
  napi_weight: { kind: 'count', default: 64, min: 1, max: 256, says: 'guest: packets of one NAPI poll' },
  guest_polls: { kind: 'flag', default: false, says: 'guest: its network driver polls instead of taking interrupts and executing WFI (net.core.busy_read, DPDK)' },
  transport: { kind: 'choice', default: 'default', of: ['default', 'mmio', 'pci-msix'], says: 'virtio transport; default is what the hypervisor usually has' },
  isr_served_by: { kind: 'choice', default: 'default', of: ['default', 'el2', 'kernel', 'user'], says: 'virtio-mmio: who answers InterruptStatus and InterruptACK; default: the VMM or daemon, beside a type 1 sidecore EL2' },
  twi: { kind: 'choice', default: 'auto', of: ['auto', 'trap', 'native'], says: 'whether WFI traps; auto: native for GICv4 on a core of its own' },
  gic: { kind: 'choice', default: 'v3', of: ['v2', 'v3'], says: 'interrupt controller: v2 is reached by memory, v3 by system registers' },
  kvm_era: { kind: 'choice', default: 'recent', of: ['2016', 'recent'], says: 'KVM: what an exit moves; 2016 is the whole VGIC, timer and FP' },
} as const satisfies Parameters;

export interface PolicyPreset {
  readonly title: string;
  /** Keys as for `--set`. */
  readonly set: Readonly<Record<string, ParameterValue>>;
}

const linux = { 'policy.halt_poll_ns': 500_000, 'policy.poll_max_ns': 32_768, 'policy.busyloop_timeout': 0 };
const hvisor = { 'policy.daemon_poll_iters': 10_000_000 };

/** Dated presets, because defaults decide results. */
export const policies = {
  'no-polling': { title: 'every polling window is 0: who waits sleeps', set: {} },
  'linux-6.1-qemu-7.2': { title: 'what Linux 6.1 and QEMU 7.2 ship; other windows 0', set: linux },
  'hvisor-2026': { title: 'what hvisor-tool c724e91 ships; other windows 0', set: hvisor },
  'shipping-2026': { title: 'every system with the defaults it ships with: Linux 6.1, QEMU 7.2, hvisor-tool c724e91', set: { ...linux, ...hvisor } },
} as const satisfies Record<string, PolicyPreset>;
