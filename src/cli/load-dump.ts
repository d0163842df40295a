import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readRingDump, type DumpedFile } from '../formats/ring-dump.ts';
import { unknown } from '../experiment/quoted.ts';
import { areaBytes, areaKeys, type AreaName } from '../virtio/inspect/areas.ts';
import { guestMemory, type GuestMemory, type MemoryPiece, type MemoryRange } from '../virtio/inspect/guest-memory.ts';
import type { Area, QueueDump } from '../virtio/inspect/queue-dump.ts';
import { parseLocation, parseRange, type Location } from './dump-location.ts';
import { parseFeatures, parseLayout, parseSize, parseState } from './dump-options.ts';
import type { InspectOptions } from './inspect.ts';
import { lengthOf, openBytes, readBytes } from './read-bytes.ts';
import { readText } from './read-file.ts';

/** The largest area: a used ring of 32,768 with its event field, or its descriptors. */
const MOST_BYTES = 1 << 20;

/** The virtqueues that the options name. */
export function loadDumps(options: InspectOptions): readonly QueueDump[] {
  const raw = (['layout', 'size', 'desc', 'driver', 'device'] as const).filter((name) => options[name] !== undefined);
  if (options.meta !== undefined) {
    const also = [...raw, ...(['features', 'state'] as const).filter((name) => options[name] !== undefined)];
    if (also.length > 0) throw new Error(`--meta and --${also[0]} cannot be given together (meta.json says it)`);
    return fromMeta(options.meta, options);
  }
  if (options.queue !== undefined) throw new Error('--queue: a queue of what? (needs --meta)');
  return [fromAreas(options)];
}

function fromMeta(path: string, options: InspectOptions): readonly QueueDump[] {
  const file = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, 'meta.json') : path;
  const dump = readRingDump(readText(file), file);
  const folder = dirname(file);
  const whole = ({ file: name, bytes }: DumpedFile): string => {
    const at = join(folder, name);
    const length = lengthOf(at);
    if (length !== bytes) throw new Error(`cannot read ${at}: it has ${length} bytes (${file} says ${bytes})`);
    return at;
  };
  const pieces = [...dump.memory.map((piece): MemoryPiece => ({ address: piece.address, ...openBytes(whole(piece)) })), ...piecesOf(options)];
  const memory = guestMemory(pieces, dump.ram === null ? rangesOf(options) : [...dump.ram, ...(rangesOf(options) ?? [])]);
  const wanted = dump.queues.filter(({ name }) => options.queue === undefined || name === options.queue);
  if (wanted.length === 0) throw new Error(unknown('queue', options.queue ?? '', dump.queues.map(({ name }) => name)));
  return wanted.map(({ areas, ...queue }) => {
    const area = (name: AreaName): Area => ({ address: areas[name].address, bytes: readBytes(whole(areas[name]), MOST_BYTES) });
    return { ...queue, desc: area('desc'), driver: area('driver'), device: area('device'), memory };
  });
}

function fromAreas(options: InspectOptions): QueueDump {
  const { layout: layoutText, size: sizeText } = options;
  if (layoutText === undefined && sizeText === undefined && options.desc === undefined) throw new Error('nothing to inspect (give --meta, or --layout, --size, --desc, --driver and --device)');
  if (layoutText === undefined) throw new Error('--layout is missing (split or packed)');
  if (sizeText === undefined) throw new Error('--size is missing (the number of descriptors)');
  const layout = parseLayout(layoutText);
  const size = parseSize(sizeText);
  const places = Object.fromEntries(areaKeys.map((name) => [name, placeOf(name, options[name])]));
  const pieces = piecesOf(options);
  const area = (name: AreaName): Area => readArea(name, places[name], pieces, areaBytes(layout, name, size, true));
  const areas = { desc: area('desc'), driver: area('driver'), device: area('device') };
  return { name: 'queue', layout, size, ...areas, features: parseFeatures(options.features, layout), held: parseState(options.state ?? [], layout, size), memory: memoryOf(options, pieces, areas) };
}

function placeOf(name: AreaName, text: string | undefined): Location {
  if (text === undefined) throw new Error(`--${name} is missing (FILE, FILE@ADDR, or @ADDR with --memory)`);
  return parseLocation(`--${name}`, text);
}

/** An area from its own file, or out of the memory that was given; there, what is cut off by its end is left out. */
function readArea(name: AreaName, { file, address }: Location, pieces: readonly MemoryPiece[], bytes: number): Area {
  if (file !== null) return { address, bytes: readBytes(file, MOST_BYTES) };
  const piece = pieces.find((each) => address !== null && address >= each.address && address < each.address + BigInt(each.length));
  if (piece === undefined || address === null) throw new Error(`--${name}: 0x${(address ?? 0n).toString(16)} is in no --memory`);
  const offset = Number(address - piece.address);
  return { address, bytes: piece.read(offset, Math.min(bytes, piece.length - offset)) };
}

const piecesOf = (options: InspectOptions): readonly MemoryPiece[] =>
  (options.memory ?? []).map((text) => {
    const { file, address } = parseLocation('--memory', text);
    if (file === null || address === null) throw new Error(`--memory: ${text} (write FILE@ADDR, e.g. ram.bin@0x40000000)`);
    return { address, ...openBytes(file) };
  });

const rangesOf = (options: InspectOptions): readonly MemoryRange[] | null => options.ram?.map((text) => parseRange('--ram', text)) ?? null;

/** Memory in which the queue itself lies is the guest's memory as a whole; other pieces are pieces. */
function memoryOf(options: InspectOptions, pieces: readonly MemoryPiece[], areas: Readonly<Record<AreaName, Area>>): GuestMemory {
  const given = rangesOf(options);
  const ranges = pieces.map(({ address, length }) => ({ address, length: BigInt(length) }));
  const asWhole = guestMemory(pieces, ranges);
  const holdsQueue = areaKeys.every((name) => {
    const { address, bytes } = areas[name];
    return address !== null && !asWhole.isOutside(address, BigInt(bytes.length));
  });
  return guestMemory(pieces, given ?? (holdsQueue ? ranges : null));
}
