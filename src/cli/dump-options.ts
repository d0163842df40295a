import { quoted, unknown } from '../experiment/quoted.ts';
import { MAX_QUEUE_SIZE } from '../virtio/inspect/areas.ts';
import { ringFeatureBits, ringFeatures, unknownFeatures } from '../virtio/inspect/features.ts';
import { nothingHeld, type HeldIndex, type HeldIndices, type Layout, type RingFeatures } from '../virtio/inspect/queue-dump.ts';

const layouts = ['split', 'packed'] as const satisfies readonly Layout[];

export function parseLayout(text: string): Layout {
  const layout = layouts.find((each) => each === text);
  if (layout === undefined) throw new Error(unknown('layout', text, layouts));
  return layout;
}

export function parseSize(text: string): number {
  const size = /^(0x[0-9a-f]{1,8}|[0-9]{1,9})$/i.test(text) ? Number(text) : 0;
  if (size < 1 || size > MAX_QUEUE_SIZE) throw new Error(`--size: ${quoted(text)} (must be a whole number from 1 to ${MAX_QUEUE_SIZE})`);
  return size;
}

/** `event_idx,in_order`, with or without VIRTIO_F_ (or VIRTIO_RING_F_), or all bits as a number. */
export function parseFeatures(text: string | undefined, layout: Layout): RingFeatures {
  if (text === undefined) return unknownFeatures;
  const has = /^(0x[0-9a-f]{1,32}|[0-9]{1,38})$/i.test(text) ? bitsOf(BigInt(text)) : named(text);
  if (has(ringFeatureBits.ring_packed) && layout === 'split') throw new Error('--features: RING_PACKED was negotiated (--layout is split)');
  return ringFeatures(has);
}

const bitsOf = (bits: bigint) => (bit: number): boolean => ((bits >> BigInt(bit)) & 1n) === 1n;

function named(text: string): (bit: number) => boolean {
  const bits = text.split(',').map((word) => word.trim()).filter((word) => word !== '').map((word) => {
    const name = word.toLowerCase().replace(/^virtio_(ring_)?f_/, '').replace(/^packed$/, 'ring_packed');
    const found = Object.entries(ringFeatureBits).find(([known]) => known === name);
    if (found === undefined) throw new Error(unknown('feature', word, Object.keys(ringFeatureBits)));
    return found[1];
  });
  return (bit) => bits.some((each) => each === bit);
}

const stateKeys = { 'last-avail-idx': 'lastAvail', 'used-idx': 'used', 'last-used-idx': 'lastUsed', 'signalled-used': 'signalledUsed' } as const;

/** `last-avail-idx=98`, in a packed ring `used-idx=109:1`. */
export function parseState(words: readonly string[], layout: Layout, size: number): HeldIndices {
  let held = nothingHeld;
  for (const word of words) {
    const [, key = '', value = ''] = /^([^=]*)=(.*)$/s.exec(word) ?? [];
    const name = Object.entries(stateKeys).find(([known]) => known === key)?.[1];
    if (name === undefined) throw new Error(unknown('--state', key || word, Object.keys(stateKeys)));
    held = { ...held, [name]: indexOf(key, value, layout, size) };
  }
  return held;
}

function indexOf(key: string, text: string, layout: Layout, size: number): HeldIndex {
  const [, number = '', wrap] = /^([0-9]{1,5})(?::([01]))?$/.exec(text) ?? [];
  const index = number === '' ? Infinity : Number(number);
  if (layout === 'split' && (index > 0xffff || wrap !== undefined)) throw new Error(`--state: ${key}: ${quoted(text)} (must be a whole number from 0 to 65535)`);
  if (layout === 'packed' && index >= size) throw new Error(`--state: ${key}: ${quoted(text)} (must be a slot from 0 to ${size - 1}, with its wrap counter behind a colon where that is known)`);
  return { index, wrap: wrap === undefined ? null : wrap === '1' ? 1 : 0 };
}
