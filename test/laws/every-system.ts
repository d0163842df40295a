import type { Backend } from '../../src/backends/backend.ts';
import { backends } from '../../src/backends/index.ts';
import { systems } from '../../src/experiment/systems.ts';

/** The name of every system, those with options that are not the default included. */
export const everySystem: readonly string[] = Object.values(systems).flatMap(({ name, hypervisor, backend }) => {
  const { options }: Backend = backends[backend];
  return [
    name,
    ...Object.entries(options(hypervisor)).flatMap(([option, { of, default: usual }]) => of.filter((value) => value !== usual(hypervisor)).map((value) => `${name}[${option}=${value}]`)),
  ];
});
