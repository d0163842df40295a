import { z } from 'zod';
import { areaKeys, MAX_QUEUE_SIZE, type AreaName } from '../virtio/inspect/areas.ts';
import { ringFeatureBits, ringFeatures, unknownFeatures } from '../virtio/inspect/features.ts';
import type { HeldIndex, HeldIndices, Layout, RingFeatures } from '../virtio/inspect/queue-dump.ts';
import { check } from './check.ts';
import { refuse, type Place, type Problem } from './document.ts';
import { readJson } from './json.ts';

/** A file beside meta.json and the guest-physical address at which it begins. */
export interface DumpedFile {
  readonly address: bigint;
  readonly bytes: number;
  readonly file: string;
}

/** A virtqueue whose areas were written to files. */
export interface DumpedQueue {
  readonly name: string;
  readonly layout: Layout;
  readonly size: number;
  readonly areas: Readonly<Record<AreaName, DumpedFile>>;
  readonly features: RingFeatures;
  readonly held: HeldIndices;
}

/** What meta.json says about a folder of dumped virtqueues. */
export interface RingDump {
  readonly emulator: string | null;
  readonly guest: string | null;
  readonly queues: readonly DumpedQueue[];
  /** Guest memory besides the queues. */
  readonly memory: readonly DumpedFile[];
  /** Where the guest has memory; null where that is not said. */
  readonly ram: readonly { readonly address: bigint; readonly length: bigint }[] | null;
}

const address = z.union([
  z.string().regex(/^(0x[0-9a-f]{1,16}|[0-9]{1,19})$/i, { error: 'must be an address, e.g. "0x48002000"' }).transform(BigInt).refine((value) => value < 1n << 64n, { error: 'must be an address of 64 bits' }),
  z.int().min(0).transform(BigInt),
], { error: 'must be an address, e.g. "0x48002000"' });
// A dump is data of a stranger: it names what lies beside it and nothing else.
const file = z.string().regex(/^(?!\.\.?$)[^/\\\0]{1,255}$/, { error: 'must be the name of a file beside meta.json' });
const dumped = z.object({ address, bytes: z.int().min(0), file });
const index = z.int().min(0).max(0xffff);
const wrap = z.union([z.literal(0), z.literal(1), z.boolean().transform(Number)], { error: 'must be 0 or 1' });
const bits = z.string().regex(/^[01]{1,128}$/, { error: 'must be feature bits, bit 0 first' });

const state = z.object({
  'last-avail-idx': index.optional(),
  'last-avail-wrap-counter': wrap.optional(),
  'used-idx': index.optional(),
  'used-wrap-counter': wrap.optional(),
  'signalled-used': index.optional(),
  'signalled-used-valid': z.boolean().optional(),
  'last-used-idx': index.optional(),
  'last-used-wrap-counter': wrap.optional(),
});

const schema = z.object({
  emulator: z.string().optional(),
  guest: z.string().optional(),
  queues: z.array(z.object({
    name: z.string().min(1).max(100),
    packed: z.boolean(),
    size: z.int().min(1).max(MAX_QUEUE_SIZE),
    areas: z.object({ desc: dumped, driver: dumped, device: dumped }),
    emulator_state: state.optional(),
    device: z.string().optional(),
  })).min(1).max(4096),
  negotiated_feature_bits: z.record(z.string(), z.string()).optional(),
  memory: z.array(dumped).optional(),
  ram: z.array(z.object({ address, bytes: z.union([address, z.int().min(0).transform(BigInt)]) })).optional(),
});
type Meta = z.output<typeof schema>;

/** Reads meta.json; what is misshapen is named with its line and column. Keys that are not known are left alone. */
export function readRingDump(text: string, file: string): RingDump {
  const document = readJson(text, file);
  const meta = check(schema, document);
  const problems: Problem[] = [];
  const queues = meta.queues.map((queue, i): DumpedQueue => {
    const place = ['queues', i] as const;
    const has = negotiated(meta, queue.device, place, problems);
    if (has !== null && has(ringFeatureBits.ring_packed) !== queue.packed) problems.push({ place: [...place, 'packed'], says: `packed: ${queue.packed} (bit ${ringFeatureBits.ring_packed} of the negotiated features says ${!queue.packed})` });
    return {
      name: queue.name,
      layout: queue.packed ? 'packed' : 'split',
      size: queue.size,
      areas: queue.areas,
      features: has === null ? unknownFeatures : ringFeatures(has),
      held: heldBy(queue.emulator_state ?? {}, queue.packed),
    };
  });
  for (const [i, { areas }] of meta.queues.entries()) {
    for (const area of areaKeys) if (areas[area].address + BigInt(areas[area].bytes) > 1n << 64n) problems.push({ place: ['queues', i, 'areas', area], says: `${area}: ends beyond the last address` });
  }
  if (problems.length > 0) refuse(document, problems);
  return {
    emulator: meta.emulator ?? null,
    guest: meta.guest ?? null,
    queues,
    memory: meta.memory ?? [],
    ram: meta.ram?.map(({ address: from, bytes }) => ({ address: from, length: bytes })) ?? null,
  };
}

/** The feature bits of a queue's device; of any device where it is not said which, as far as they agree about rings. */
function negotiated(meta: Meta, device: string | undefined, place: Place, problems: Problem[]): ((bit: number) => boolean) | null {
  const devices = Object.entries(meta.negotiated_feature_bits ?? {}).filter(([name]) => name !== 'note' && (device === undefined || name === device));
  if (devices.length === 0) {
    if (device !== undefined && meta.negotiated_feature_bits !== undefined) problems.push({ place: [...place, 'device'], says: `device: ${device} (no feature bits are given for it)` });
    return null;
  }
  for (const [name, value] of devices) {
    if (!bits.safeParse(value).success) problems.push({ place: ['negotiated_feature_bits', name], says: `${name}: not feature bits (0 and 1, bit 0 first)` });
  }
  const has = (bit: number): boolean => devices[0][1][bit] === '1';
  const differing = Object.values(ringFeatureBits).find((bit) => devices.some(([, value]) => (value[bit] === '1') !== has(bit)));
  if (differing !== undefined) problems.push({ place, says: `the devices differ in feature bit ${differing} (say "device": "${devices[0][0]}" or another in each queue)` });
  return has;
}

function heldBy(given: z.output<typeof state>, packed: boolean): HeldIndices {
  const at = (key: 'last-avail' | 'used' | 'last-used'): HeldIndex | null => {
    const value = given[`${key}-idx`];
    if (value === undefined) return null;
    if (!packed) return { index: value, wrap: null };
    // vhost packs the wrap counter of a packed ring into bit 15.
    const counter = given[`${key}-wrap-counter`] ?? (value >= 0x8000 ? 1 : null);
    return { index: value & 0x7fff, wrap: counter === null ? null : counter === 1 ? 1 : 0 };
  };
  const signalled = given['signalled-used'];
  return {
    from: 'emulator',
    lastAvail: at('last-avail'),
    used: at('used'),
    signalledUsed: given['signalled-used-valid'] === false ? 'none' : signalled === undefined ? null : { index: signalled, wrap: null },
    lastUsed: at('last-used'),
  };
}
