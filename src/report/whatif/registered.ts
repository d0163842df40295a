import { parameterGroups } from '../../experiment/parameters.ts';
import { costIds } from '../../experiment/prices.ts';
import type { Profile } from '../../experiment/spec.ts';
import { costs } from '../../machine/costs.ts';
import type { Parameter } from '../../machine/parameter.ts';
import type { Choice, Control } from './control.ts';

const SECTIONS = { workload: 'load', device: 'device', ring: 'ring', policy: 'policies', topology: 'cores and threads' } as const;

/** All parameters that a workload has on a device: the load first, then device, ring, policies and cores. */
export function parameterControls(device: string, workload: string): readonly Control[] {
  const groups = parameterGroups(device, workload);
  return (['workload', 'device', 'ring', 'policy', 'topology'] as const).flatMap((group) =>
    Object.entries(groups[group]).map(([name, parameter]) => ({ key: `${group}.${name}`, section: SECTIONS[group], says: parameter.says, choice: choiceOf(parameter) })));
}

function choiceOf(parameter: Parameter): Choice {
  if (parameter.kind === 'flag') return { kind: 'flag' };
  if (parameter.kind === 'choice') return { kind: 'choice', of: parameter.of };
  const { kind, min = 0, max = Number.MAX_SAFE_INTEGER } = parameter;
  return { kind: 'number', unit: kind === 'duration' ? 'ns' : kind === 'bytes' ? 'bytes' : '', whole: kind === 'bytes' || kind === 'count', min, max };
}

/** Every cost of the catalogue at a profile's price, by the part of the system that it belongs to. */
export function costControls(profile: Profile): readonly Control[] {
  const counts = profile.instructions_per_ns !== undefined;
  return costIds().map((id) => {
    const { kind, source } = profile.costs[id];
    const scale = profile.costs[id].unit === 'cycles' ? 1 / (profile.clock_ghz ?? 1) : 1;
    const { group, per, says } = costs[id];
    return {
      key: `costs.${id}`, section: `costs: ${group}`, says: per === 'byte' ? `${says}, for each byte` : says,
      choice: { kind: 'number', unit: counts ? 'instructions' : 'ns', whole: false, min: 0, max: 1e9 },
      price: { value: profile.costs[id].value * scale, sd: profile.costs[id].sd * scale, kind, source },
    };
  });
}
