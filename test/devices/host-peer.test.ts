import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { HostPeer } from '../../src/devices/host-peer.ts';
import { hypervisors } from '../../src/hypervisors/index.ts';
import type { HypervisorId } from '../../src/hypervisors/index.ts';
import { Requests } from '../../src/machine/requests.ts';
import { at } from '../../src/machine/step.ts';
import { usual } from '../hypervisors/step-lists.ts';
import { ledgerOf, TinyMachine } from '../machine/tiny-machine.ts';

const test = suite('peer process');

const prices = { host_tcp_recv: 250, host_tcp_send: 100, host_net_rx: 50, syscall_entry: 20, syscall_exit: 10, vfs_rw: 5, copy_per_byte_l2: 2 };

/** So many packets of some bytes, one after the other, each answered with some bytes in packets of 100. */
function play(count: number, bytes: number, answerBytes: number, hypervisor: HypervisorId = 'vhe') {
  const lab = new TinyMachine({ slicePs: 1e9, prices });
  const [sender, host] = [lab.core('sender'), lab.core('host')];
  const requests = new Requests(count);
  requests.bytes.fill(bytes);
  requests.answerBytes.fill(answerBytes);
  const client = { finished: (request: number) => lab.note(`${request} sent`), arrived: (request: number) => lab.note(`${request} answered`) };
  const steps = hypervisors[hypervisor].steps(usual);
  const venue = { kernel: steps.hostKernel, user: at(0, 'host user'), syscall: steps.syscall, sysreturn: steps.sysreturn, copy: 'copy_per_byte_l1' } as const;
  const peer = new HostPeer(lab.machine, requests, client, { core: host, venue }, (bytes) => Math.max(1, Math.ceil(bytes / 100)));
  lab.thread(sender, 'sender', function* (thread) {
    thread.run(lab.path(94));
    yield;
    for (let request = 0; request < count; request++) {
      peer.start(request);
      yield;
    }
  });
  return { lab, sender, host, log: lab.run() };
}

test('it is woken, works on its core, and answers every packet in its order', () => {
  const { log, host, sender } = play(3, 1, 1);
  equal(log, [
    '100 0 sent', // 6 + 94
    '150 1 sent', // 50 wake on an idle core
    '150 2 sent',
    // 150 + 500 flight + 70 idle exit + 20 reschedule + 6 switch; 250 + 2 + 10 out of recv(), and 20 + 5 + 2 + 100 + 50 of send()
    '1185 0 answered',
    '1659 1 answered', // 10 out of send(), 20 + 5 into recv(), and again 262 and 177
    '2133 2 answered',
  ]);
  is(ledgerOf(host)['peer process: answer'], 3);
  is(ledgerOf(sender)['wake on an idle core'], 1);
});

test('an acknowledgement is no system call, and neither is a window that opens', () => {
  const answers = (bytes: number, answerBytes: number): number => Number(play(1, bytes, answerBytes).log[1]!.split(' ')[0]) - 746;
  is(answers(1, 0), 412); // 262 out of recv(), and 100 + 50
  is(answers(0, 1), 427); // 250, and 20 + 5 + 2 + 100 + 50
  is(answers(0, 250), 1025); // 250, and 25 + 500 + 100 + 3 * 50 packets
});

test('its system calls are where user space of the host enters its kernel', () => {
  for (const [hypervisor, el] of [['vhe', 2], ['nvhe', 1], ['static-partition', 1], ['xen', 1]] as const) {
    const { lab, host } = play(1, 1, 1, hypervisor);
    const levels = lab.machine.tariff.paths
      .filter(({ id, name }) => name.startsWith('peer process') && host.meter.ledger.visits[id] > 0)
      .flatMap(({ steps }) => steps.filter(({ cost }) => cost === 'syscall_entry' || cost === 'host_tcp_send').map((step) => step.el));
    equal(levels, [el, el, el], hypervisor);
  }
});

test.run();
