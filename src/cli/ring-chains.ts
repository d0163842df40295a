import type { Chain, ChainState, Element } from '../virtio/inspect/chain.ts';
import type { Inspection } from '../virtio/inspect/inspection.ts';
import { tableText, type Column, type Screen } from './table.ts';

/** Chains of one state that are printed unless all are asked for. */
const MOST_CHAINS = 4;
/** Letters of a list of elements, likewise. */
const MOST_LETTERS = 32;

const states: readonly ChainState[] = ['in flight', 'available', 'used'];

/** The buffers of a queue as a table, and how many were left out. */
export function chainTable({ chains, layout }: Inspection, screen: Screen, all: boolean): string {
  if (chains.length === 0) return '';
  const kept = states.map((state) => chains.filter((chain) => chain.state === state)).map((same) => (all ? same : same.slice(0, MOST_CHAINS)));
  const left = chains.length - kept.reduce((sum, { length }) => sum + length, 0);
  const table = tableText(kept.flat(), layout === 'split' ? splitColumns(all) : packedColumns(all), screen);
  return `${table}${left === 0 ? '' : `and ${left} more (--all prints them)\n`}`;
}

const state: Column<Chain> = { head: 'state', of: (chain) => (chain.state === 'used' ? 'unreaped' : chain.state).replaceAll(' ', '-'), key: true };
const slot: Column<Chain> = { head: 'slot', of: (chain) => (chain.slot === null ? '' : String(chain.slot)), right: true };
const bytes = (all: boolean): readonly Column<Chain>[] => [
  { head: 'reads', of: ({ readableBytes, elements }) => (elements.length === 0 ? '' : String(readableBytes)), right: true },
  { head: 'writes', of: ({ writableBytes, elements }) => (elements.length === 0 ? '' : String(writableBytes)), right: true },
  { head: 'written', of: ({ writtenBytes }) => (writtenBytes === null ? '' : String(writtenBytes)), right: true },
  { head: 'elements', of: ({ elements }) => shortened(elementList(elements), all) },
];

const splitColumns = (all: boolean): readonly Column<Chain>[] => [state, slot, { head: 'head', of: ({ head }) => String(head), right: true }, ...bytes(all)];
const packedColumns = (all: boolean): readonly Column<Chain>[] => [state, slot, { head: 'id', of: ({ id }) => String(id), right: true }, ...bytes(all)];

/** `r16,4xw4096,w1`: readable and writable elements with their lengths; a table in brackets, empty where it was not read. */
function elementList(elements: readonly Element[]): string {
  const words = elements.map(({ isIndirect, isWritable, length, inTableOf }, i) =>
    isIndirect ? `table[${elements[i + 1]?.inTableOf == null ? `${length}B]` : ''}` : `${isWritable ? 'w' : 'r'}${length}${inTableOf !== null && elements[i + 1]?.inTableOf !== inTableOf ? ']' : ''}`);
  const runs: { word: string; many: number }[] = [];
  for (const word of words) {
    const last = runs.at(-1);
    if (last?.word === word) last.many++;
    else runs.push({ word, many: 1 });
  }
  return runs.map(({ word, many }) => (many === 1 ? word : `${many}x${word}`)).join(',').replaceAll('[,', '[');
}

const shortened = (text: string, all: boolean): string => (all || text.length <= MOST_LETTERS ? text : `${text.slice(0, MOST_LETTERS - 1)}…`);
