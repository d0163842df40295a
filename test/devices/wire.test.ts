import { suite } from 'uvu';
import { equal } from 'uvu/assert';
import { RemotePeer } from '../../src/devices/wire.ts';
import { Requests } from '../../src/machine/requests.ts';
import type { Requester } from '../../src/machine/requests.ts';
import { TinyMachine } from '../machine/tiny-machine.ts';

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

test('an acknowledgement is for so many packets', () => {
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

test('an answer that carries data is never left out', () => {
  const a = newSender();
  equal(play(3, [[0, a], [0, a]], 1).slice(2), ['1200 0 answered', '1300 1 answered']);
});

test.run();
