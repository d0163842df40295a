/** A system's name in its parts: `vhe/user-thread[io=vcpu]` is hypervisor `vhe`, backend `user-thread`, variant `user-thread[io=vcpu]`. */
export interface SystemName {
  readonly hypervisor: string;
  readonly backend: string;
  readonly variant: string;
}

export function systemName(system: string): SystemName {
  const slash = system.indexOf('/');
  const hypervisor = slash < 0 ? 'other' : system.slice(0, slash);
  const variant = slash < 0 ? system : system.slice(slash + 1);
  return { hypervisor: harmless(hypervisor), variant, backend: harmless(variant.split('[')[0] ?? variant) };
}

/** Vega takes a legend entry for a signal where an object has a property of that name, be it inherited; a zero-width space makes it a plain text. */
function harmless(name: string): string {
  return name in {} || SIGNALS.includes(name) ? `${name}\u200b` : name;
}

const SIGNALS: readonly string[] = ['width', 'height', 'padding', 'autosize', 'background', 'child_width', 'child_height'];
