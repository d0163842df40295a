import { suite } from 'uvu';
import { equal } from 'uvu/assert';
import { HostPeer, RemotePeer } from '../../src/devices/wire.ts';
import { Requests } from '../../src/machine/requests.ts';
import type { Requester } from '../../src/machine/requests.ts';
import { ledgerOf, TinyMachine } from '../machine/tiny-machine.ts';

const test = suite('wire');

/** Packets of one byte, 100 ps on the link, and answers of as many bytes as said; 400 ps each way, 200 ps the peer. */
function play(answerEvery: number, sent: readonly (readonly [number, Requester])[], answerBytes = 0): readonly string[] {
  const lab = new TinyMachine();
  const requests = new Requests(sent.length);
  requests.bytes.fill(1);
  requests.answerBytes.fill(answerBytes);
  sent.forEach(([, sender], request) => (requests.requesters[request] = sender));
  const client = { finished: (request: number) => lab.note(`${request} sent`), arrived: (request: number) => lab.note(`${request} answered`) };
  const peer = new RemotePeer(lab.machine, requests, client, { wirePs: 400, peerPs: 200, bytesPerS: 1e10, answerEvery });
  sent.forEach(([ps], request) => lab.at(ps, () => peer.start(request)));
  return lab.run();
}

function newSender(): Requester {
  return { completed: () => false };
}

test('a packet is sent at once, and answered after its time on the link and a round trip', () => {
  equal(play(1, [[50, newSender()]]), ['50 0 sent', '1150 0 answered']); // 50 + 100 + 400 + 200 + 400
});

test('packets leave one after the other', () => {
  const a = newSender();
  equal(play(1, [[0, a], [0, a], [150, a], [900, a]]), [
    '0 0 sent', '0 1 sent', '150 2 sent', '900 3 sent',
    '1100 0 answered', '1200 1 answered', '1300 2 answered', '2000 3 answered',
  ]);
});

test('answers leave one after the other on the way back, which is a way of its own', () => {
  const a = newSender();
  equal(play(1, [[0, a], [0, a], [0, a]], 3).slice(3), [
    '1400 0 answered', // 100 + 400 + 200 + 300 the answer + 400
    '1700 1 answered', // the answers, which are longer than the packets, wait for each other
    '2000 2 answered',
  ]);
});

test('an answer acknowledges so many packets', () => {
  const a = newSender();
  equal(play(3, [[0, a], [0, a], [0, a], [0, a], [0, a], [0, a]]).slice(6), ['1300 2 answered', '1600 5 answered']);
});

test('the last packet on its way is answered, however few came before', () => {
  const a = newSender();
  equal(play(3, [[0, a], [0, a], [0, a], [0, a]]).slice(4), ['1300 2 answered', '1400 3 answered']);
  equal(play(64, [[0, a], [5000, a]]), ['0 0 sent', '1100 0 answered', '5000 1 sent', '6100 1 answered']);
});

test('each sender is answered for its own packets', () => {
  const [a, b] = [newSender(), newSender()];
  equal(play(2, [[0, a], [0, b], [0, a], [0, b]]).slice(4), ['1300 2 answered', '1400 3 answered']);
});

test('a peer process of the host is woken, works on its core, and answers every packet in its order', () => {
  const lab = new TinyMachine({ slicePs: 1e9 });
  const [sender, host] = [lab.core('sender'), lab.core('host')];
  const client = { finished: (request: number) => lab.note(`${request} sent`), arrived: (request: number) => lab.note(`${request} answered`) };
  const peer = new HostPeer(lab.machine, client, host, lab.path(400, 'peer'));
  lab.thread(sender, 'sender', function* (thread) {
    thread.run(lab.path(94));
    yield;
    for (let request = 0; request < 3; request++) {
      peer.start(request);
      yield;
    }
  });
  equal(lab.run(), [
    '100 0 sent', // 6 + 94
    '150 1 sent', // 50 wake on an idle core
    '150 2 sent',
    '1146 0 answered', // 150 + 500 flight + 70 idle exit + 20 reschedule + 6 switch + 400
    '1546 1 answered',
    '1946 2 answered',
  ]);
  equal([ledgerOf(host)['peer'], ledgerOf(sender)['wake on an idle core']], [3, 1]);
});

test.run();
