import { z } from 'zod';
import { correlatedPrices } from '../experiment/correlated.ts';
import { largestCost } from '../experiment/quantity.ts';
import { quoted, unknown } from '../experiment/quoted.ts';
import type { CostEntry, Profile } from '../experiment/spec.ts';
import { costs } from '../machine/costs.ts';
import type { ParameterValue } from '../machine/parameter.ts';
import { mapping, problemsOf } from './check.ts';
import { at, refuse, type Document, type Problem } from './document.ts';
import { byKey, keyed, keyedValues, scalar, type KeyedValue } from './keyed-values.ts';
import { fileWord, profileName } from './names.ts';
import { settingFaults } from './settings.ts';
import { readYaml } from './yaml.ts';

const price = mapping({
  value: z.number().min(0).max(largestCost).describe('in its unit'),
  unit: z.enum(['ns', 'cycles', 'instructions']),
  kind: z.enum(['paper', 'measured', 'derived', 'assumed']).describe('where the number comes from'),
  source: z.string().min(1).max(500).describe('publication and table, or how it was found'),
  sd: z.number().min(0).max(largestCost).describe('uncertainty of the value in its unit; never noise per visit'),
});

export const profileSchema = mapping({
  name: fileWord,
  title: z.string().min(1).max(200),
  extends: profileName.optional().describe('profile whose prices hold where this file sets none'),
  clock_ghz: z.number().min(0.001).max(100).optional().describe('needed where a cost is in cycles'),
  instructions_per_ns: z.number().min(0.001).max(1000).optional().describe('needed where costs are in instructions'),
  versions: z.record(z.string().max(60), z.string().max(200)).default({}).describe('software that the paths follow, e.g. linux: "6.1"'),
  set: keyed(scalar, 'must be a number, true, false or a text').default({}).describe('what this machine is by itself, keys as for --set, e.g. policy.gic: v2; a policy, a suite and --set win over it'),
  costs: z.record(z.string(), price).default({}).describe('price of each cost id'),
  correlated: z.array(z.record(z.string(), z.number().min(-1e6).max(1e6))).max(1000).optional().describe('what vhost-lab calibrate knows of several prices together: the correlation of the logarithms of two is minus the sum, over these, of the products of their numbers'),
});

/** Files whose `extends` is being followed, outermost first; empty whenever no `readProfile` runs. */
const following: string[] = [];

/**
 * Reads a cost profile; `base` gives the profile that `extends` names (it may call `readProfile` again: a circle is refused).
 * After `extends` every cost id has a price, and either all prices are instructions or none is: such a profile
 * counts instructions and its results are no times, so a mixture would add up to nothing.
 */
export function readProfile(text: string, file: string, base: (name: string) => Profile): Profile {
  const document = readYaml(text, file);
  const shape = profileSchema.safeParse(document.value, { reportInput: true });
  if (!shape.success) return refuse(document, [...problemsOf(shape.error), ...unknownCosts(document)]);
  const { extends: parent, costs: own, versions, set: rawSet, correlated: ownCorrelated, ...head } = shape.data;
  const values = keyedValues<ParameterValue>(rawSet, ['set']);
  const wrongSettings = factFaults(values);
  if (wrongSettings.length > 0) return refuse(document, [...wrongSettings, ...unknownCosts(document)]);
  const unknownIds = unknownCosts(document);
  if (unknownIds.length > 0) return refuse(document, unknownIds);
  const inherited = parent === undefined ? undefined : follow(document, parent, base);
  const set = { ...inherited?.set, ...byKey(values) };
  const correlated = ownCorrelated ?? stillTrue(inherited?.correlated, own);
  const profile: Profile = {
    ...clocks(inherited), ...clocks(head), name: head.name, title: head.title, versions: { ...inherited?.versions, ...versions },
    ...(Object.keys(set).length > 0 && { set }), costs: { ...inherited?.costs, ...own },
    ...(correlated.length > 0 && { correlated }),
  };
  const problems = [...wholeProblems(profile, new Set(Object.keys(own))), ...(ownCorrelated === undefined ? [] : correlationProblems(profile))];
  return problems.length > 0 ? refuse(document, problems) : profile;
}

/** What is inherited, without the prices that this file sets itself: of those nothing is known together with others. */
const stillTrue = (inherited: Profile['correlated'] = [], own: Profile['costs']): NonNullable<Profile['correlated']> =>
  inherited.map((known) => Object.fromEntries(Object.entries(known).filter(([id]) => !Object.hasOwn(own, id)))).filter((known) => Object.keys(known).length > 1);

function correlationProblems(profile: Profile): readonly Problem[] {
  try {
    correlatedPrices(profile);
    return [];
  } catch (error) {
    return [{ place: ['correlated'], of: 'key', says: error instanceof Error ? error.message : String(error) }];
  }
}

const clocks = (from: Pick<Profile, 'clock_ghz' | 'instructions_per_ns'> | { clock_ghz?: number | undefined; instructions_per_ns?: number | undefined } | undefined): Pick<Profile, 'clock_ghz' | 'instructions_per_ns'> => ({
  ...(from?.clock_ghz !== undefined && { clock_ghz: from.clock_ghz }),
  ...(from?.instructions_per_ns !== undefined && { instructions_per_ns: from.instructions_per_ns }),
});

/** What a machine and its software are decides about steps and devices; what is asked of it is a suite's to say, and a price stands in `costs`. */
function factFaults(values: readonly KeyedValue<ParameterValue>[]): readonly Problem[] {
  const faults = settingFaults(values);
  if (faults.length > 0) return faults;
  return values
    .filter(({ key }) => !/^(policy|topology|device)\./.test(key))
    .map(({ key, place }) => ({ place, of: 'key', says: `${key} is no fact of a machine (${key.startsWith('costs.') ? 'write it under costs' : 'policy., topology. and device. are; write it into a suite'})` }));
}

/** Cost ids of the file that the model has not. */
function unknownCosts({ value }: Document): readonly Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  const lists = 'correlated' in value && Array.isArray(value.correlated) ? value.correlated.map((known, i) => unknownIds(known, ['correlated', i])) : [];
  return [...('costs' in value ? unknownIds(value.costs, ['costs']) : []), ...lists.flat()];
}

function unknownIds(written: unknown, place: Problem['place']): readonly Problem[] {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return [];
  const wrong = Object.keys(written).filter((id) => !Object.hasOwn(costs, id));
  return wrong.slice(0, 1000).map((id) => ({ place: [...place, id], of: 'key', says: unknown('cost', id, Object.keys(costs)) }));
}

function follow(document: Document, parent: string, base: (name: string) => Profile): Profile {
  const here = at(document.file, document.position(['extends']));
  if (following.includes(document.file)) {
    const circle = [...following.slice(following.indexOf(document.file)), document.file].map(quoted);
    throw new Error(`${here}: extends goes in a circle: ${circle.join(' > ')}`);
  }
  following.push(document.file);
  try {
    return base(parent);
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    throw new Error(/extends goes in a circle/.test(says) ? says : `${here}: cannot extend ${quoted(parent)}: ${says}`);
  } finally {
    following.pop();
  }
}

/** What shows only in the whole profile: prices that are missing, units that do not fit together, clocks that are missing. */
function wholeProblems(profile: Profile, own: ReadonlySet<string>): readonly Problem[] {
  const entries = Object.entries(profile.costs);
  const counting = entries.filter(([, { unit }]) => unit === 'instructions');
  return [...missing(profile.costs), ...mixed(entries, own), ...clockProblems(profile, entries, counting.length > 0)];
}

function missing(priced: Profile['costs']): readonly Problem[] {
  const ids = Object.keys(costs).filter((id) => !Object.hasOwn(priced, id));
  if (ids.length === 0) return [];
  const list = ids.length > 6 ? `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more` : ids.join(', ');
  return [{ place: ['costs'], of: 'key', says: `no price for ${list} (give a price, or extend a profile that has one)` }];
}

/** Points at the prices of this file that are the fewer. */
function mixed(entries: readonly (readonly [string, CostEntry])[], own: ReadonlySet<string>): readonly Problem[] {
  const counting = entries.filter(([, { unit }]) => unit === 'instructions');
  const timed = entries.filter(([, { unit }]) => unit !== 'instructions');
  if (counting.length === 0 || timed.length === 0) return [];
  const odd = (counting.length < timed.length ? counting : timed).filter(([id]) => own.has(id));
  return (odd.length > 0 ? odd : entries.filter(([id]) => own.has(id))).map(([id, { unit }]) => ({
    place: ['costs', id, 'unit'],
    says: `${id} is in ${unit}, but other costs are in ${unit === 'instructions' ? 'time' : 'instructions'} (a profile is all instructions or has none)`,
  }));
}

function clockProblems(profile: Profile, entries: readonly (readonly [string, CostEntry])[], counts: boolean): readonly Problem[] {
  const inCycles = entries.find(([, { unit }]) => unit === 'cycles');
  return [
    ...(inCycles && profile.clock_ghz === undefined ? [{ place: ['costs', inCycles[0], 'unit'], says: `${inCycles[0]} is in cycles, which needs clock_ghz` }] : []),
    ...(counts && profile.instructions_per_ns === undefined ? [{ place: ['costs'], of: 'key' as const, says: 'costs in instructions need instructions_per_ns' }] : []),
    ...(!counts && entries.length > 0 && profile.instructions_per_ns !== undefined ? [{ place: ['instructions_per_ns'], says: 'instructions_per_ns: no cost is in instructions (leave it out)' }] : []),
  ];
}
