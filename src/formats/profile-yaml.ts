import type { CostEntry, Profile } from '../experiment/spec.ts';
import { costs } from '../machine/costs.ts';

/** What a profile file holds; `costs` are those that it sets itself. */
export interface ProfileFile extends Omit<Profile, 'costs' | 'versions'> {
  readonly extends?: string;
  readonly versions?: Profile['versions'];
  readonly costs: Readonly<Record<string, CostEntry>>;
  /** Lines of the comment at its head. */
  readonly about: readonly string[];
}

/** A profile as a file, one line for each price in the order of the catalogue. */
export function profileYaml({ about, name, title, extends: parent, clock_ghz, instructions_per_ns, versions, set = {}, costs: own, correlated = [] }: ProfileFile): string {
  const ids = Object.keys(costs).filter((id) => Object.hasOwn(own, id));
  return [
    ...about.map((line) => `# ${line}`),
    `name: ${text(name)}`,
    `title: ${text(title)}`,
    ...(parent === undefined ? [] : [`extends: ${text(parent)}`]),
    ...(clock_ghz === undefined ? [] : [`clock_ghz: ${clock_ghz}`]),
    ...(instructions_per_ns === undefined ? [] : [`instructions_per_ns: ${instructions_per_ns}`]),
    ...(versions === undefined ? [] : [`versions: { ${Object.entries(versions).map(([what, version]) => `${text(what)}: ${text(version)}`).join(', ')} }`]),
    ...(Object.keys(set).length === 0 ? [] : [`set: { ${Object.entries(set).map(([key, value]) => `${key}: ${typeof value === 'string' ? text(value) : value}`).join(', ')} }`]),
    'costs:',
    ...ids.map((id) => `  ${id}: { value: ${own[id].value}, unit: ${own[id].unit}, kind: ${own[id].kind}, sd: ${own[id].sd}, source: ${text(own[id].source)} }`),
    ...(correlated.length === 0 ? [] : ['correlated:', ...correlated.map((known) => `  - { ${Object.entries(known).map(([id, number]) => `${id}: ${number}`).join(', ')} }`)]),
    '',
  ].join('\n');
}

const text = (value: string): string => `'${value.replaceAll("'", "''").replace(/\s+/g, ' ')}'`;
