import { EVENT_DESC } from '../packed-layout.ts';
import type { EventSuppression, PackedRing } from './packed-ring.ts';
import type { RuleId } from './rules.ts';
import type { Findings, Where } from './violation.ts';

/** Both event suppression structures. `eventIdx` is null where it is not known whether it was negotiated. */
export function checkEvents(ring: PackedRing, eventIdx: boolean | null, findings: Findings): void {
  check(ring.driverEvent, 'driver event', 'packedEventFlags', 'packedEventReserved');
  check(ring.deviceEvent, 'device event', 'packedDeviceEventFlags', 'packedDeviceEventReserved');

  function check({ flags, reserved, index }: EventSuppression, where: Where, rule: RuleId, reservedRule: RuleId): void {
    if (flags === 3) findings.add(rule, where, null, 'event flags are 3, which is reserved');
    if (flags === EVENT_DESC && eventIdx === false) findings.add(rule, where, null, 'asks for a descriptor, and EVENT_IDX was not negotiated');
    if (flags === EVENT_DESC && index >= ring.size) findings.add(rule, where, null, `asks for descriptor ${index}, and the ring has ${ring.size}`);
    if (reserved !== 0) findings.add(reservedRule, where, null, `reserved bits are 0x${(reserved << 2).toString(16)}`);
  }
}
