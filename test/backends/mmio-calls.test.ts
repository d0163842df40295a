import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { visitsOf } from './counts-of.ts';

const test = suite('calls of virtio-mmio');
const mmio = { 'policy.transport': 'mmio' };

for (const hypervisor of ['vhe', 'nvhe']) {
  test(`${hypervisor}: an SPI is not translated by the ITS, a message is`, () => {
    for (const backend of ['vhost', 'user-thread', 'user-thread[io=vcpu]', 'sidecore']) {
      assert.is(visitsOf(`${hypervisor}/${backend}`, mmio).cost('its_translate_cached'), 0, backend);
      assert.is(visitsOf(`${hypervisor}/${backend}`).cost('its_translate_cached'), 1, backend);
    }
    assert.is(visitsOf(`${hypervisor}/trap-and-emulate`).cost('its_translate_cached'), 0);
    assert.is(visitsOf(`${hypervisor}/trap-and-emulate[at=kernel]`).cost('its_translate_cached'), 0);
  });

  test(`${hypervisor}: vhost wakes the main loop for each call, which reads the eventfd and raises the line`, () => {
    const [message, line] = [visitsOf(`${hypervisor}/vhost`), visitsOf(`${hypervisor}/vhost`, mmio)];
    assert.is(line.count('wakeup') - message.count('wakeup'), 1);
    assert.is(line.cost('eventfd_read') - message.cost('eventfd_read'), 1);
    assert.is(line.cost('irqfd_inject'), 0);
    // Two accesses of the handler, and KVM_IRQ_LINE to raise the line and to lower it.
    assert.is(line.cost('ioctl_dispatch'), 4);
  });

  test(`${hypervisor}: a VMM lowers the line by an ioctl at InterruptACK; whoever answers in the kernel does not`, () => {
    for (const backend of ['vhost', 'user-thread', 'user-thread[io=vcpu]']) {
      const [user, kernel] = [{}, { 'policy.isr_served_by': 'kernel' }].map((set) => visitsOf(`${hypervisor}/${backend}`, { ...mmio, ...set }));
      // Two times back into KVM_RUN, and the line.
      assert.is(user!.cost('ioctl_dispatch') - kernel!.cost('ioctl_dispatch'), 3, backend);
      assert.is(user!.count('syscall') - kernel!.count('syscall'), 3, backend);
    }
  });
}

test('elsewhere the transport changes no call', () => {
  for (const system of ['static-partition/vhost', 'xen/vhost']) {
    const [line, message] = [{ 'policy.isr_served_by': 'el2' }, { 'policy.transport': 'pci-msix' }].map((set) => visitsOf(system, set));
    for (const count of ['wakeup', 'syscall', 'ipi'] as const) assert.is(line!.count(count), message!.count(count), system);
  }
});

test.run();
