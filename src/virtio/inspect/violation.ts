import { rules, type RuleId } from './rules.ts';

/** What an index of a violation counts. */
export type Where = 'queue' | 'descriptor' | 'indirect descriptor' | 'available ring' | 'used ring' | 'driver event' | 'device event';

/** Something in a virtqueue that the standard forbids. */
export interface Violation {
  readonly queue: string;
  readonly where: Where;
  /** Descriptor or slot; null where the queue as a whole is wrong. */
  readonly index: number | null;
  /** Head (split) or first slot (packed) of the chain around it, or null. */
  readonly chain: number | null;
  readonly reason: string;
  readonly rule: RuleId;
  readonly by: 'driver' | 'device';
  /** Of VIRTIO 1.2. */
  readonly section: string;
}

/** Takes violations in. */
export interface Findings {
  readonly violations: readonly Violation[];
  readonly add: (rule: RuleId, where: Where, index: number | null, reason: string, chain?: number) => void;
}

export function findingsFor(queue: string): Findings {
  const violations: Violation[] = [];
  return {
    violations,
    add: (rule, where, index, reason, chain) => violations.push(violationOf(queue, rule, where, index, reason, chain ?? null)),
  };
}

export function violationOf(queue: string, rule: RuleId, where: Where, index: number | null, reason: string, chain: number | null): Violation {
  const { section, by } = rules[rule];
  return { queue, where, index, chain, reason, rule, by, section };
}

/** `used ring, slot 5`; chains are named where the place is within one. */
export function placeOf({ where, index, chain }: Violation): string {
  if (index === null) return where;
  const isRing = where === 'available ring' || where === 'used ring';
  return `${isRing ? `${where}, slot` : where} ${index}${chain === null || isRing || (chain === index && where === 'descriptor') ? '' : ` of chain ${chain}`}`;
}
