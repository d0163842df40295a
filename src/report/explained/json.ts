import type { Explanation } from '../../experiment/explanation.ts';
import type { Variant } from '../../experiment/variants.ts';
import { operation, unitOf } from './told.ts';

/** An explanation as JSON: `steps` sum to `latency_ps`; `beside` is what else the cores did meanwhile. */
export function explainedJson(explanation: Explanation, variants: readonly Variant[]): string {
  const { system, device, bytes, latencyPs, met, kick, steps, beside, spec } = explanation;
  return `${JSON.stringify({
    system: system.name, title: system.title, maturity: system.maturity, device, operation: operation(explanation), bytes,
    profile: spec.profile.name, unit: unitOf(explanation), params: spec.params, met, kick, latency_ps: latencyPs, steps, beside,
    variants: variants.map(({ latencyPs: other, ...variant }) => ({ ...variant, latency_ps: other })),
  }, null, 2)}\n`;
}
