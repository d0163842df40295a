import type { Backend, Maturity } from '../backends/backend.ts';
import { backends } from '../backends/index.ts';
import type { BackendId } from '../backends/index.ts';
import { hypervisors } from '../hypervisors/index.ts';
import type { HypervisorId } from '../hypervisors/index.ts';
import { quoted, unknown } from './quoted.ts';

/** A backend on a hypervisor, with its options: what a user compares. */
export interface System {
  /** `hypervisor/backend[option=value]`, options at their default left out. */
  readonly name: string;
  readonly hypervisor: HypervisorId;
  readonly backend: BackendId;
  readonly options: Readonly<Record<string, string>>;
  readonly maturity: Maturity;
  readonly title: string;
}

/** The system of a name; refuses pairs that do not exist with the reason, and words that nobody knows. */
export function parseSystem(text: string): System {
  const match = /^([^/[\]]*)\/([^/[\]]*)(?:\[([^[\]]*)\])?$/.exec(text);
  if (match === null) throw new Error(`not a system: ${quoted(text)} (hypervisor/backend or hypervisor/backend[option=value], e.g. vhe/vhost)`);
  const [, hypervisor, backend, options = ''] = match;
  if (!isHypervisor(hypervisor)) throw new Error(unknown('hypervisor', hypervisor, Object.keys(hypervisors)));
  if (!isBackend(backend)) throw new Error(unknown('backend', backend, Object.keys(backends)));
  return system(hypervisor, backend, parseOptions(options));
}

/** Every pair that exists, with its default options, by name. */
export const systems: Readonly<Record<string, System>> = Object.fromEntries(
  ids(hypervisors).flatMap((hypervisor) =>
    ids(backends)
      .filter((backend) => on(backend, hypervisor) !== undefined)
      .map((backend) => [`${hypervisor}/${backend}`, system(hypervisor, backend, {})]),
  ),
);

function system(hypervisor: HypervisorId, backend: BackendId, given: Readonly<Record<string, string>>): System {
  const maturity = on(backend, hypervisor);
  const what: Backend = backends[backend];
  if (maturity === undefined) throw new Error(`no such system: ${hypervisor}/${backend} (${what.notElsewhere}; on: ${Object.keys(what.on).join(', ')})`);
  const known = what.options(hypervisor);
  const options: Record<string, string> = Object.fromEntries(Object.entries(known).map(([name, option]) => [name, option.default(hypervisor)]));
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(known, name)) throw new Error(`${hypervisor}/${backend}: ${unknown('option', name, Object.keys(known))}`);
    if (!known[name].of.includes(value)) throw new Error(`${hypervisor}/${backend}: ${unknown(name, value, known[name].of)}`);
    options[name] = value;
  }
  const told = Object.entries(options).filter(([name, value]) => value !== known[name].default(hypervisor));
  const name = `${hypervisor}/${backend}${told.length === 0 ? '' : `[${told.map(([key, value]) => `${key}=${value}`).join(',')}]`}`;
  return { name, hypervisor, backend, options, maturity: least(maturity, Object.entries(options).map(([option, value]) => known[option].maturity?.[value])), title: `${what.title}, on ${hypervisors[hypervisor].title}` };
}

const maturities: readonly Maturity[] = ['shipping', 'prototype', 'hypothetical'];

/** A system is as mature as the least mature of its parts. */
function least(maturity: Maturity, others: readonly (Maturity | undefined)[]): Maturity {
  return others.reduce<Maturity>((worst, other) => (other !== undefined && maturities.indexOf(other) > maturities.indexOf(worst) ? other : worst), maturity);
}

function parseOptions(text: string): Record<string, string> {
  const options: Record<string, string> = Object.create(null);
  for (const part of text === '' ? [] : text.split(',')) {
    const [name, value, ...rest] = part.split('=');
    if (value === undefined || rest.length > 0) throw new Error(`not an option: ${quoted(part)} (name=value)`);
    if (Object.hasOwn(options, name)) throw new Error(`option given twice: ${quoted(name)}`);
    options[name] = value;
  }
  return options;
}

function on(backend: BackendId, hypervisor: HypervisorId): Maturity | undefined {
  const what: Backend = backends[backend];
  return what.on[hypervisor];
}

function isHypervisor(text: string): text is HypervisorId {
  return Object.hasOwn(hypervisors, text);
}

function isBackend(text: string): text is BackendId {
  return Object.hasOwn(backends, text);
}

/** The ids of a registry, typed. */
function ids<T extends object>(registry: T): (keyof T & string)[] {
  const all: (keyof T & string)[] = [];
  for (const id in registry) all.push(id);
  return all;
}
