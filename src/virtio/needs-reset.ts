import type { RuleId } from './inspect/rules.ts';
import { violationOf } from './inspect/violation.ts';
import type { Violation, Where } from './inspect/violation.ts';

/**
 * Whether a device still works. What breaks the standard in one of its queues stops all of them: it sets
 * DEVICE_NEEDS_RESET and consumes nothing more. VIRTIO 1.2 sections 2.1 and 2.1.2.
 */
export class NeedsReset {
  /** What broke it; null while it works. */
  violation: Violation | null = null;

  /** The first reason stands. */
  because(queue: string, rule: RuleId, where: Where, index: number | null, reason: string, chain: number | null = null): void {
    this.violation ??= violationOf(queue, rule, where, index, reason, chain);
  }
}
