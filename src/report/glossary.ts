import { html } from './markup.ts';
import type { Markup } from './markup.ts';

const TERMS: readonly (readonly [term: string, meaning: string])[] = [
  ['assumed share', 'How much of the priced CPU time comes from prices that nobody measured or published.'],
  ['backend', 'Who serves the guest’s device: a user thread, a kernel thread (vhost), a polling process (sidecore), the hypervisor itself (el2), or hardware (passthrough).'],
  ['bound', 'A system that shows what is possible, not what to use: bare metal, or a backend that serves at no cost (null).'],
  ['call', 'Used buffer notification: the device tells the driver that requests are done.'],
  ['drawn profile', 'The profile with every price drawn anew as its uncertainty allows; a band “from the prices” is how far a result moves between them.'],
  ['driver, device', 'The two ends of a virtqueue: the driver is in the guest, the device is served by the backend.'],
  ['descriptor chain', 'One request in a virtqueue: the buffers it reads and writes.'],
  ['EL0, EL1, EL2', 'Exception levels of an ARM core: user programs, kernels, hypervisor. With VHE the host kernel is at EL2.'],
  ['ERET', 'Exception return: from a higher exception level to a lower one.'],
  ['exit', 'Leaving a virtual machine: its core stops running the guest and runs the hypervisor.'],
  ['GuestVM', 'The virtual machine that uses a device.'],
  ['HostVM', 'The virtual machine that owns the devices: hvisor’s root zone, Xen’s dom0.'],
  ['HVC, SVC', 'Instructions that call the hypervisor, and the kernel.'],
  ['IPI, SGI', 'Inter-processor interrupt; on ARM a software generated interrupt from one core to another.'],
  ['kick', 'Available buffer notification: the driver tells the device that there are requests.'],
  ['list register', 'A slot of the interrupt controller in which the hypervisor leaves an interrupt for a guest.'],
  ['maturity', 'Shipping: in a released tree. Prototype: published code. Hypothetical (◇, pale or hollow in charts): in no tree that was read. △ marks prototypes.'],
  ['paired difference', 'Difference of two systems on the same requests, replication by replication; they are called different only where its 95 % interval excludes zero.'],
  ['p50, p99, p99.9', 'Latency below which that per cent of requests stays.'],
  ['polling', 'Looking for work in a loop instead of sleeping: sooner noticed, at the price of a core.'],
  ['role', 'Who spends processor time: guest user, guest kernel, world switch, hypervisor, host kernel, host user, polling.'],
  ['stage 2 Data Abort', 'The trap that a guest’s access to an emulated device register causes.'],
  ['switch', 'Context switch: a core goes on with another thread or vCPU.'],
  ['trap', 'Entry to a higher exception level.'],
  ['wake-up', 'Making a sleeping thread or vCPU runnable again.'],
  ['world switch', 'Swapping a core’s state between guest and host.'],
];

/** Terms of the page in one sentence each. */
export function glossary(): Markup {
  return html`<section aria-labelledby="glossary"><h2 id="glossary">Glossary</h2><details><summary>${TERMS.length} terms</summary><dl class="terms">${
    TERMS.map(([term, meaning]) => html`<div><dt>${term}</dt><dd>${meaning}</dd></div>`)}</dl></details></section>`;
}
