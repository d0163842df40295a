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
  return { hypervisor, variant, backend: variant.split('[')[0] ?? variant };
}
