import { Random } from '../../src/sim/random.ts';
import { buildVirtqueue } from '../../src/virtio/build-virtqueue.ts';
import type { QueueShape, Virtqueue } from '../../src/virtio/build-virtqueue.ts';
import { inspect } from '../../src/virtio/inspect/inspect.ts';
import type { RuleId } from '../../src/virtio/inspect/rules.ts';
import type { HeldIndices } from '../../src/virtio/inspect/queue-dump.ts';
import { NeedsReset } from '../../src/virtio/needs-reset.ts';
import { DESCRIPTOR_BYTES } from '../../src/virtio/split-layout.ts';
import { dumpOf } from '../virtio/queue-dump.ts';

/** How one hostile ring ended: the rule that broke the device, or null, and the chains that the device could take. */
export interface Verdict {
  readonly mode: QueueShape;
  readonly rule: RuleId | null;
  readonly taken: number;
}

/** Names that the inspection has for an index that cannot be: it does not know which of the two sides is wrong. */
const wrongIndex: readonly RuleId[] = ['availIdx', 'availAhead', 'usedAhead'];

/**
 * One driver that writes anything: chains as the standard wants them, then bytes over them. Throws in words where the device
 * does what it must not: runs away, writes what is not its own, goes on when it is broken, or sees a violation that is none.
 */
export function fuzzRing(seed: number): Verdict {
  const random = new Random(seed, 'fuzz');
  const pick = (below: number): number => random.below(below);
  const layout = pick(2) === 0 ? 'split' as const : 'packed' as const;
  const size = layout === 'split' ? 2 ** (1 + pick(4)) : 2 + pick(15);
  const longestChain = Math.min(3, size);
  const mode = { name: 'queue', layout, size, longestChain, eventIdx: pick(2) === 0, indirect: pick(2) === 0, inOrder: pick(4) === 0 };
  const needsReset = new NeedsReset();
  const queue = buildVirtqueue(mode, needsReset);
  const { driver, device } = queue;
  /** Chains that the device has, and what it has done, in chains and slots. */
  const held: number[] = [];
  let [taken, given, pushed] = [0, 0, 0];
  const fail = (says: string): never => {
    throw new Error(`seed ${seed}, ${layout} ring of ${size}: ${says}`);
  };
  const takeAll = (): void => {
    for (let chain; (chain = device.popAvail()) >= 0; taken++) {
      if (held.includes(chain)) fail(`chain ${chain} is taken twice`);
      held.push(chain);
      if (held.length > size) fail(`${held.length} chains taken`);
      if (!(device.payloadOf(chain) >= 0)) fail(`a payload of ${device.payloadOf(chain)}`);
    }
  };
  const giveSome = (count: number): void => {
    for (let i = 0; i < count && held.length > 0; i++) {
      device.pushUsed(held.splice(mode.inOrder ? 0 : pick(held.length), 1)[0], pick(5000));
      pushed++;
    }
    given += device.publishUsed();
    if (needsReset.violation === null && given !== pushed) fail(`${given} chains shown of ${pushed}`);
  };
  for (let turn = 0; turn < 1 + pick(4); turn++) {
    for (let i = pick(size + 1); i > 0; i--) {
      const length = 1 + pick(longestChain);
      const readable = pick(length + 1);
      if (driver.hasRoom(length)) driver.add(i, readable, length - readable, pick(70_000));
    }
    if (turn > 0) takeAll();
    giveSome(pick(size + 1));
    if (pick(2) === 0) while (driver.popUsed() >= 0);
  }
  if (needsReset.violation !== null) fail(`broken by a driver that keeps the standard: ${needsReset.violation.reason}`);
  for (let turn = 0; turn < 4; turn++) {
    for (let i = 1 + pick(4); i > 0; i--) corrupt(queue, pick);
    const mustBreak = wrongIn(queue, mode, { taken, given });
    const before = Uint8Array.from(new Uint8Array(queue.layout.memory.view.buffer));
    takeAll();
    if (needsReset.violation === null) {
      if (device.hasAvail || device.popAvail() >= 0) fail('something is left to take');
      if (mustBreak !== null) fail(`takes what the inspection calls a violation: ${mustBreak}`);
    } else {
      isSeenToo(queue, mode, needsReset, { taken, given }, fail);
      isDead(queue, held, before, fail);
      return { mode, rule: needsReset.violation.rule, taken };
    }
    sameBytes(before, queue, fail, 'taking chains writes nothing');
    giveSome(pick(held.length + 1));
    device.needsCall();
    device.disableKicks();
    device.enableKicks();
    if (needsReset.violation !== null) return { mode, rule: ruleOf(needsReset), taken };
  }
  return { mode, rule: null, taken };
}

/** Values that ends and wraps are made of, or any. */
function anything(pick: (below: number) => number, size: number, bits: number): number {
  const most = 2 ** bits;
  return pick(3) === 0 ? pick(most) : [0, 1, 2, 3, size - 1, size, size + 1, 16, 17, 48, most - 1, most / 2][pick(12)] % most;
}

/** Writes something over what the driver may write: one field of a descriptor, a table, an entry, an index, or a bit anywhere. */
function corrupt({ layout }: Virtqueue, pick: (below: number) => number): void {
  const { size, tables, memory: { view } } = layout;
  const inTables = tables.stride > 0 && pick(3) === 0;
  const at = inTables ? tables.start + tables.stride * pick(size) + DESCRIPTOR_BYTES * pick(3) : DESCRIPTOR_BYTES * pick(size);
  switch (pick(9)) {
    case 0: view.setUint32(at, anything(pick, size, 32), true); break;
    case 1: view.setUint32(at + 4, anything(pick, size, 32), true); break;
    case 2: view.setUint32(at + 8, anything(pick, size, 32), true); break;
    case 3: view.setUint16(at + 12, anything(pick, size, 16), true); break;
    case 4: view.setUint16(at + 14, anything(pick, size, 16), true); break;
    // A flag, where it does most harm.
    case 5:
    case 6: {
      const flags = at + (layout.layout === 'split' ? 12 : 14);
      view.setUint16(flags, view.getUint16(flags, true) ^ [1, 2, 4, 1 << 7, 1 << 15, 0x8080][pick(6)], true);
      break;
    }
    case 7: {
      if (layout.layout === 'packed') view.setUint16(layout.driverEvent + 2 * pick(2), anything(pick, size, 16), true);
      else if (pick(2) === 0) view.setUint16(layout.availIdx, view.getUint16(layout.availIdx, true) + [1, 2, -1, size, size + 1, 1000][pick(6)], true);
      else view.setUint16(layout.availRing + 2 * pick(size), anything(pick, size, 16), true);
      break;
    }
    default: {
      const byte = pick(layout.layout === 'split' ? layout.usedFlags : layout.driverEvent + 4);
      view.setUint8(byte, view.getUint8(byte) ^ (1 << pick(8)));
    }
  }
}

function sameBytes(before: Uint8Array, { layout }: Virtqueue, fail: (says: string) => never, says: string): void {
  const now = new Uint8Array(layout.memory.view.buffer);
  for (let i = 0; i < before.length; i++) if (now[i] !== before[i]) fail(`${says}: byte ${i} changed`);
}

/** A broken device takes nothing, gives nothing back, asks for nothing and calls nobody. */
function isDead(queue: Virtqueue, held: readonly number[], before: Uint8Array, fail: (says: string) => never): void {
  const { device } = queue;
  for (const chain of held) device.pushUsed(chain, 16);
  if (device.hasAvail || device.popAvail() >= 0 || device.publishUsed() > 0 || device.needsCall()) fail('goes on although it is broken');
  sameBytes(before, queue, fail, 'writes although it is broken');
}

const ruleOf = ({ violation }: NeedsReset): RuleId | null => violation?.rule ?? null;

/** Where the device stands in a split ring. */
function standing({ taken, given }: { readonly taken: number; readonly given: number }): Partial<HeldIndices> {
  const at = (index: number) => ({ index: index & 0xffff, wrap: null });
  return { lastAvail: at(taken), used: at(given) };
}

/** Rules of a chain that a device need not hold the driver to: it ignores reserved flags, and it follows next wherever it leads. */
const tolerated: readonly RuleId[] = ['splitFlags', 'splitInOrderNext', 'splitShared'];

/** What the inspection finds wrong with a chain of a split ring that the device has still to take, or null. */
function wrongIn(queue: Virtqueue, mode: QueueShape, state: { readonly taken: number; readonly given: number }): string | null {
  if (mode.layout === 'packed') return null;
  const { chains, violations } = inspect(dumpOf(queue, mode, standing(state)));
  const heads = new Set(chains.filter((chain) => chain.state === 'available').map(({ head }) => head));
  // A head that stands in the ring twice is one chain to the inspection.
  return violations.find(({ rule, chain, by }) => by === 'driver' && chain !== null && heads.has(chain) && !tolerated.includes(rule))?.reason ?? null;
}

/** The inspection, which shares nothing with the device but the bytes, finds the same violation. */
function isSeenToo(queue: Virtqueue, mode: QueueShape, { violation }: NeedsReset, state: { readonly taken: number; readonly given: number }, fail: (says: string) => never): void {
  if (violation === null || violation.by !== 'driver') return fail(`the device blames itself: ${violation?.reason}`);
  // What the device has is not in memory any more where that was written over; of a packed ring that is so by nature.
  if (mode.layout === 'packed' || violation.rule === 'splitShared') return;
  // The lab keeps no bytes of buffers: a table among them is outside for the device, and not known to the inspection.
  if (violation.reason.startsWith('its table')) return;
  // A descriptor of two chains belongs to the first, so that what is wrong with the second may not be reached; and of two
  // things that are wrong with a chain the device meets one first.
  const alike = wrongIndex.includes(violation.rule) ? wrongIndex : [violation.rule, 'splitShared'];
  const { violations } = inspect(dumpOf(queue, mode, standing(state)));
  if (!violations.some(({ rule, chain }) => alike.includes(rule) || (chain !== null && chain === violation.chain))) fail(`broken by ${violation.rule} (${violation.reason}), and the inspection finds ${violations.map(({ rule, reason }) => `${rule} (${reason})`).join(', ') || 'nothing'}`);
}
