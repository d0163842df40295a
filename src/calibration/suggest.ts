import { rightAfter } from './normal.ts';

/** A verdict that measurements could make surer: who is ahead of whom. All numbers are logarithms; unknowns have variance 1 before anything is measured. */
export interface Question {
  readonly id: string;
  /** By how much the winner is ahead. */
  readonly lead: number;
  /** What one of each unknown does to that. */
  readonly slopes: readonly number[];
}

/** One run of a tool, which may print several numbers. */
export interface Candidate {
  readonly id: string;
  readonly rows: readonly { readonly slopes: readonly number[]; readonly variance: number }[];
}

/** How sure an answer is: the standard deviation of its lead, and the probability that who is ahead then is really ahead. */
export interface Sureness {
  readonly sd: number;
  readonly right: number;
}

/** A measurement worth making after those before it, and what is then known of each question. */
export interface Suggestion {
  readonly id: string;
  readonly before: readonly Sureness[];
  readonly after: readonly Sureness[];
}

/** A measurement that narrows no lead by more than this share is not worth making. */
const WORTH = 0.01;

/**
 * The measurements that make the answers surest, one after the other, each chosen for what it adds to those before (greedily).
 * Everything is linear and normal: with P the covariance of what is unknown, a measurement h of variance r takes (g'Ph)^2 / (h'Ph + r)
 * off the variance of a lead g. Equally good ones come in the order of their names.
 */
export function suggest(questions: readonly Question[], candidates: readonly Candidate[], most: number): readonly Suggestion[] {
  const first = sd(questions, identity(questions[0]?.slopes.length ?? 0));
  const sure = (known: Matrix): readonly Sureness[] =>
    sd(questions, known).map((left, q) => ({ sd: left, right: rightAfter(questions[q].lead, Math.max(0, first[q] * first[q] - left * left), left * left) }));
  let known = identity(questions[0]?.slopes.length ?? 0);
  let now = sure(known);
  const waiting = candidates.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const found: Suggestion[] = [];
  while (found.length < most) {
    const outcomes = waiting.map((candidate) => {
      const then = candidate.rows.reduce(learnt, known);
      return { candidate, then, after: sure(then) };
    }).filter(({ after }) => after.some(({ sd: left }, q) => left < (1 - WORTH) * now[q].sd));
    if (outcomes.length === 0) break;
    const best = outcomes.reduce((one, other) => (isBetter(other.after, one.after) ? other : one));
    found.push({ id: best.candidate.id, before: now, after: best.after });
    waiting.splice(waiting.indexOf(best.candidate), 1);
    known = best.then;
    now = best.after;
  }
  return found;
}

/** Fewer wrong answers, or, where there is no doubt to take away, narrower ones. */
function isBetter(a: readonly Sureness[], b: readonly Sureness[]): boolean {
  const wrong = (all: readonly Sureness[]): number => all.reduce((sum, { right }) => sum + 1 - right, 0);
  const width = (all: readonly Sureness[]): number => all.reduce((sum, { sd: left }) => sum + left, 0);
  const [less, narrower] = [wrong(b) - wrong(a), width(b) - width(a)];
  return Math.abs(less) > 1e-6 ? less > 0 : narrower > 1e-12;
}

type Matrix = readonly (readonly number[])[];

const identity = (size: number): Matrix => Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? 1 : 0)));

const times = (known: Matrix, vector: readonly number[]): readonly number[] => known.map((row) => dot(row, vector));
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
const sd = (questions: readonly Question[], known: Matrix): readonly number[] => questions.map(({ slopes }) => Math.sqrt(Math.max(0, dot(slopes, times(known, slopes)))));

/** The covariance after one more number. */
function learnt(known: Matrix, { slopes, variance }: Candidate['rows'][number]): Matrix {
  const moved = times(known, slopes);
  const total = dot(slopes, moved) + variance;
  return total <= 0 ? known : known.map((row, i) => row.map((value, j) => value - (moved[i] * moved[j]) / total));
}
