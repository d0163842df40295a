import { styleText } from 'node:util';
import { escaped } from '../experiment/quoted.ts';
import type { Inspection, Notice, Position } from '../virtio/inspect/inspection.ts';
import { rules } from '../virtio/inspect/rules.ts';
import { placeOf, type Violation } from '../virtio/inspect/violation.ts';
import { chainTable } from './ring-chains.ts';
import type { Screen } from './table.ts';
import { wrapped } from './wrapped.ts';

/** Violations of one queue that are printed unless all are asked for. */
const MOST_VIOLATIONS = 20;

/** One virtqueue for reading: where both sides stand, how much is where, what was asked for, what is wrong. */
export function ringText(inspection: Inspection, screen: Screen, all: boolean): string {
  const { layout, size, positions, features } = inspection;
  const names = layout === 'split' ? { nextAvail: 'avail.idx', used: 'used.idx' } : { nextAvail: 'next avail', used: 'used' };
  const isPacked = layout === 'packed';
  const taken = [features.eventIdx && 'EVENT_IDX', features.indirectDesc && 'INDIRECT_DESC', features.inOrder && 'IN_ORDER'].filter(Boolean);
  const what = isPacked ? 'buffers' : 'chains';
  const name = escaped(inspection.name);
  const title = wrapped(`${name}  ${layout} ring of ${size} descriptors${taken.length === 0 ? '' : `, ${taken.join(', ')}`}`, screen.width, 2).replace(name, () => paint(screen, 'bold', name));
  return title + [
    block(screen, [
      position(names.nextAvail, positions.nextAvail, isPacked ? 'driver: next buffer goes here' : 'driver: chains made available'),
      position('last avail', positions.lastAvail, `device: ${what} taken`),
      position(names.used, positions.used, isPacked ? 'device: next used goes here' : 'device: chains used'),
      position('last used', positions.lastUsed, `driver: ${what} reaped`),
    ]),
    block(screen, [
      ['available', count(inspection.available), `${what} for the device to take`],
      ['in flight', count(inspection.inFlight), `${what} that the device has taken and not used`],
      ['unreaped', count(inspection.unreaped), `${what} that are used and not yet reaped`],
      ['in use', count(inspection.descriptorsInUse), `of ${size} descriptors`],
    ]),
    block(screen, [...notice('kick', inspection.kick), ...notice('interrupt', inspection.interrupt)]),
    inspection.remarks.map((remark) => wrapped(`  note: ${remark}`, screen.width, 8)).join(''),
    chainTable(inspection, screen, all),
    violationsText(inspection.violations, screen, all),
  ].filter((part) => part !== '').join('\n');
}

type Fact = readonly [label: string, value: string, says: string];

const position = (label: string, at: Position | null, says: string): Fact => [label, at === null ? '?' : at.wrap === null ? String(at.index) : `${at.index} wrap ${at.wrap}`, `${says}${at === null ? '; not in memory' : ` (${at.from})`}`];

const count = (value: number | null): string => (value === null ? '?' : String(value));

/** The event field in words, then the answer. */
const notice = (what: 'kick' | 'interrupt', { field, value, asks, next, why, section }: Notice): readonly Fact[] => [
  [field, value.replace(/[()]/g, ''), asks],
  [what, next === null ? '?' : next ? 'sent' : 'not sent', `${why} (${section})`],
];

function block(screen: Screen, facts: readonly Fact[]): string {
  return facts.map(([label, value, says]) => wrapped(`  ${label.padEnd(13)}${value.padStart(11)}  ${says}`, screen.width, 28)).join('');
}

function violationsText(violations: readonly Violation[], screen: Screen, all: boolean): string {
  if (violations.length === 0) return '';
  const shown = all ? violations : violations.slice(0, MOST_VIOLATIONS);
  const lines = shown.map((violation) => wrapped(`  ${escaped(violation.queue)}, ${placeOf(violation)}: ${violation.reason} (${violation.by}; ${violation.section}: ${rules[violation.rule].says})`, screen.width, 4));
  const more = violations.length - shown.length;
  return [`${paint(screen, 'red', plural(violations.length, 'violation'))}\n`, ...lines, more > 0 ? `  and ${more} more (--all prints them)\n` : ''].join('');
}

/** The last line: how many queues, and whether anything is wrong. */
export function summary(inspections: readonly Inspection[], screen: Screen): string {
  const total = inspections.reduce((sum, { violations }) => sum + violations.length, 0);
  const verdict = total === 0 ? paint(screen, 'green', 'nothing violates VIRTIO 1.2') : paint(screen, 'red', `${plural(total, 'violation')} of VIRTIO 1.2`);
  return `${plural(inspections.length, 'queue')}: ${verdict}\n`;
}

const plural = (many: number, one: string): string => `${many} ${one}${many === 1 ? '' : 's'}`;

const paint = (screen: Screen, style: 'bold' | 'red' | 'green', text: string): string => (screen.colour ? styleText(style, text) : text);
