import { nothingHeld, type HeldIndices, type QueueDump } from '../../../src/virtio/inspect/queue-dump.ts';
import { AVAIL, NEXT, ringBytes, USED, WRITE } from './ring-bytes.ts';

/** A ring after a driver and a device did as the standard says, and what is true of it. */
export interface Run {
  readonly dump: QueueDump;
  readonly truth: { readonly nextAvail: number; readonly used: number; readonly available: number; readonly inFlight: number; readonly unreaped: number };
  readonly inFlight: readonly number[];
  readonly wraps?: { readonly nextAvail: 0 | 1; readonly used: 0 | 1 };
}

const held = (more: Partial<HeldIndices>): HeldIndices => ({ ...nothingHeld, ...more });

interface Buffer {
  readonly head: number;
  readonly count: number;
  readonly id: number;
  readonly address: number;
}

/** Each choice makes a chain available, takes one, uses one or reaps one. `start`: where both indices begin, as if 65,536 had passed. */
export function splitRun(size: number, start: number, choices: readonly number[], inOrder: boolean, isRaw = false): Run {
  const ring = ringBytes('split', size, inOrder ? ['in_order'] : []);
  let [availIdx, taken, usedIdx, reaped] = [start, start, start, start];
  /** Descriptors of the chain that began last at a head. */
  const owners = new Map<number, readonly number[]>();
  const free = Array.from({ length: size }, (_, i) => i);
  const available: Buffer[] = [];
  const inFlight: Buffer[] = [];
  const used: Buffer[] = [];
  const take = (from: Buffer[], at: number): Buffer => from.splice(at, 1)[0];
  for (const choice of choices) {
    const pick = choice >> 2;
    switch (choice & 3) {
      case 0: {
        const count = 1 + (pick % 3);
        if (free.length < count) break;
        // Free descriptors come in any order, but under IN_ORDER in that of the table.
        const indexes = Array.from({ length: count }, () => free.splice(inOrder ? 0 : (pick >> 2) % free.length, 1)[0]);
        for (const [i, index] of indexes.entries()) ring.desc(index, BigInt(pick), 16, (i + 1 < count ? NEXT : 0) | (i > 0 ? WRITE : 0), indexes[i + 1] ?? 0);
        ring.driver.setUint16(4 + 2 * (availIdx % size), indexes[0], true);
        availIdx = (availIdx + 1) & 0xffff;
        available.push({ head: indexes[0], count, id: pick, address: pick });
        owners.set(indexes[0], indexes);
        break;
      }
      case 1:
        if (available.length === 0) break;
        inFlight.push(take(available, 0));
        taken = (taken + 1) & 0xffff;
        break;
      case 2: {
        if (inFlight.length === 0) break;
        const done = take(inFlight, inOrder ? 0 : pick % inFlight.length);
        ring.device.setUint32(4 + 8 * (usedIdx % size), done.head, true);
        ring.device.setUint32(8 + 8 * (usedIdx % size), 16 * (done.count - 1), true);
        usedIdx = (usedIdx + 1) & 0xffff;
        used.push(done);
        break;
      }
      default:
        if (used.length === 0) break;
        free.push(...(owners.get(take(used, 0).head) ?? []));
        reaped = (reaped + 1) & 0xffff;
    }
  }
  ring.driver.setUint16(2, availIdx, true);
  ring.device.setUint16(2, usedIdx, true);
  const at = (index: number) => ({ index, wrap: null });
  return {
    dump: isRaw ? ring.dump : { ...ring.dump, held: held({ lastAvail: at(taken), lastUsed: at(reaped) }) },
    truth: { nextAvail: availIdx, used: usedIdx, available: available.length, inFlight: inFlight.length, unreaped: used.length },
    inFlight: inFlight.map(({ head }) => head),
  };
}

/** The same for a packed ring, buffers used in the order in which they were made available. `single`: each takes one slot. */
export function packedRun(size: number, choices: readonly number[], single: boolean, isRaw = false): Run {
  const ring = ringBytes('packed', size, ['in_order']);
  const next = { index: 0, wrap: 1 as 0 | 1 };
  const used = { index: 0, wrap: 1 as 0 | 1 };
  const lastAvail = { index: 0, wrap: 1 as 0 | 1 };
  const lastUsed = { index: 0, wrap: 1 as 0 | 1 };
  const step = (at: { index: number; wrap: 0 | 1 }, slots: number): void => {
    at.index += slots;
    if (at.index < size) return;
    at.index -= size;
    at.wrap = at.wrap === 0 ? 1 : 0;
  };
  const ids = Array.from({ length: size }, (_, i) => i);
  const queues = { available: [] as Buffer[], inFlight: [] as Buffer[], used: [] as Buffer[] };
  let room = size;
  for (const choice of choices) {
    const pick = choice >> 2;
    switch (choice & 3) {
      case 0: {
        const count = single ? 1 : 1 + (pick % 3);
        if (room < count) break;
        const id = ids.shift() ?? 0;
        queues.available.push({ head: next.index, count, id, address: pick + 1 });
        for (let i = 0; i < count; i++) {
          ring.desc(next.index, BigInt(pick + 1), 16, id, (i + 1 < count ? NEXT : 0) | (next.wrap === 1 ? AVAIL : USED));
          step(next, 1);
        }
        room -= count;
        break;
      }
      case 1: {
        const buffer = queues.available.shift();
        if (buffer === undefined) break;
        queues.inFlight.push(buffer);
        step(lastAvail, buffer.count);
        break;
      }
      case 2: {
        const buffer = queues.inFlight.shift();
        if (buffer === undefined) break;
        queues.used.push(buffer);
        // A device writes id, length and flags: the address stays.
        ring.desc(used.index, BigInt(buffer.address), 0, buffer.id, used.wrap === 1 ? AVAIL | USED : 0);
        step(used, buffer.count);
        break;
      }
      default: {
        const buffer = queues.used.shift();
        if (buffer === undefined) break;
        ids.push(buffer.id);
        room += buffer.count;
        step(lastUsed, buffer.count);
      }
    }
  }
  return {
    dump: isRaw ? ring.dump : { ...ring.dump, held: held({ lastAvail: { ...lastAvail }, used: { ...used }, lastUsed: { ...lastUsed } }) },
    truth: { nextAvail: next.index, used: used.index, available: queues.available.length, inFlight: queues.inFlight.length, unreaped: queues.used.length },
    inFlight: queues.inFlight.map(({ head }) => head),
    wraps: { nextAvail: next.wrap, used: used.wrap },
  };
}
