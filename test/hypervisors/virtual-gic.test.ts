import { suite } from 'uvu';
import { equal } from 'uvu/assert';
import { runOnce } from '../../src/experiment/run.ts';
import type { CostId } from '../../src/machine/costs.ts';
import { specimen } from '../specimen.ts';

const test = suite('hypervisors/virtual-gic');

/** By how many of its visits a cost delays the first request of a guest whose disk is its own. */
function visits(system: string, gic: 'v2' | 'v3', cost: CostId): number {
  const at = (ns: number): number => {
    const set = { 'device.distribution': 'fixed', 'policy.gic': gic, [`costs.${cost}`]: ns };
    return [...runOnce(specimen(system, { set, requests: 20 }), 1).latenciesPs][0];
  };
  return (at(1000) - at(0)) / 1_000_000;
}

test('each version of the GIC is paid at its own prices, on the way of the interrupt and in the guest', () => {
  const pairs: readonly (readonly [system: string, v3: CostId, v2: CostId])[] = [
    ['static-partition/passthrough', 'lr_write', 'lr_write_v2'],
    ['vhe/passthrough', 'vgic_lr_restore_per_lr', 'vgic_v2_lr_restore_per_lr'],
    ['xen/passthrough', 'vgic_lr_restore_per_lr', 'vgic_v2_lr_restore_per_lr'],
    ...(['static-partition', 'xen', 'nvhe', 'vhe', 'bare-metal'] as const).flatMap((id) => [
      [`${id}/passthrough`, 'guest_iar', 'guest_iar_v2'], [`${id}/passthrough`, 'guest_eoi', 'guest_eoi_v2'],
    ] as const),
  ];
  for (const [system, v3, v2] of pairs) {
    equal([visits(system, 'v3', v3), visits(system, 'v3', v2), visits(system, 'v2', v3), visits(system, 'v2', v2)], [1, 0, 0, 1], `${system}: ${v3}`);
  }
});

test.run();
