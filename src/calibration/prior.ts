import { correlatedPrices, together, type Correlated } from '../experiment/correlated.ts';
import { logSd } from '../experiment/drawn-profile.ts';
import type { Profile } from '../experiment/spec.ts';
import type { Posterior } from './posterior.ts';

/** A price that a fit may move, and the standard deviation of its logarithm. */
export interface FreePrice {
  readonly id: string;
  readonly spread: number;
}

/** What is known of the free prices before a fit: their logarithms, each in its own standard deviation, are a factor times independent unknowns of variance 1. */
export interface Prior {
  readonly free: readonly FreePrice[];
  readonly correlated: Correlated;
}

/** Of the prices that have an sd: those that are charged, and those that something is known of together with others. */
export function priorOf(profile: Profile, isCharged: (id: string) => boolean): Prior {
  const known = correlatedPrices(profile);
  const others = Object.keys(profile.costs).filter((id) => logSd(profile.costs[id]) > 0 && isCharged(id) && !known.ids.includes(id));
  const ids = [...known.ids, ...others];
  const alone = others.map((_, i) => [...Array.from({ length: known.ids.length + i }, () => 0), 1]);
  return { free: ids.map((id) => ({ id, spread: logSd(profile.costs[id]) })), correlated: { ids, factor: [...known.factor, ...alone] } };
}

/** The profile with its free prices moved to where the unknowns are. */
export function priced(profile: Profile, { free, correlated }: Prior, at: readonly number[]): Profile {
  const deviations = together(correlated, at);
  const moved = free.map(({ id, spread }, j) => [id, { ...profile.costs[id], value: profile.costs[id].value * Math.exp(spread * deviations[j]) }] as const);
  return { ...profile, costs: { ...profile.costs, ...Object.fromEntries(moved) } };
}

/** Slopes along the free prices' logarithms as slopes along the unknowns. */
export const alongUnknowns = ({ correlated: { factor } }: Prior, slopes: readonly number[]): readonly number[] =>
  slopes.map((_, k) => factor.reduce((sum, row, i) => sum + slopes[i] * (row[k] ?? 0), 0));

/** What a fit leaves: the covariance of the free prices in standard deviations of the prior, and their correlations as a profile says them. */
export function left(profile: Profile, { free, correlated }: Prior, { learnt }: Posterior): { readonly covariance: readonly (readonly number[])[]; readonly correlated: NonNullable<Profile['correlated']> } {
  const before = (profile.correlated ?? []).map((known) => free.map(({ id }) => known[id] ?? 0));
  const found = learnt.map((direction) => together(correlated, direction));
  const all = [...before, ...found];
  const covariance = free.map((_, i) => free.map((__, j) => (i === j ? 1 - sumOf(found, i, i) : -sumOf(all, i, j))));
  return { covariance, correlated: all.map((direction) => recordOf(free, direction.map((value, j) => value / Math.sqrt(covariance[j][j])))).filter((known) => Object.keys(known).length > 1) };
}

const sumOf = (directions: readonly (readonly number[])[], i: number, j: number): number => directions.reduce((sum, direction) => sum + direction[i] * direction[j], 0);

/** Smaller numbers change no sum by anything that counts. */
const LEAST = 1e-3;

const recordOf = (free: readonly FreePrice[], direction: readonly number[]): Readonly<Record<string, number>> =>
  Object.fromEntries(free.flatMap(({ id }, j) => (Math.abs(direction[j]) < LEAST ? [] : [[id, Number(direction[j].toPrecision(7))]])));
