import type { ParameterValue } from '../../machine/parameter.ts';

/** One number that a tool printed, as a measurement: what the tool cannot know is left to the user. */
export interface Finding {
  readonly id: string;
  /** Absent where only the user knows what the guest did. */
  readonly workload?: string;
  readonly set?: Readonly<Record<string, ParameterValue>>;
  readonly metric: string;
  /** The metric that it is a ratio to. */
  readonly overMetric?: string;
  readonly value: number;
  readonly unit: string;
  readonly tolerance?: number;
}

/** What a file of a tool says. */
export interface Reading {
  /** The tool, its version where it tells, what was run. */
  readonly title: string;
  readonly findings: readonly Finding[];
  /** What was read and is no measurement here, each with the reason. */
  readonly notes: readonly string[];
}

/** The output of a tool as text; whatever is wrong with it is told with its line. */
export interface ToolText {
  readonly text: string;
  readonly file: string;
  readonly lines: readonly string[];
  /** `line` counts from 1. */
  readonly fail: (line: number, says: string) => never;
}

export interface ToolOptions {
  /** Requests that the guest made meanwhile, where the user knows. */
  readonly requests?: number;
}

/** A tool whose output is read. */
export interface Tool {
  readonly title: string;
  /** Whether a text is of this tool, by a line that only it prints. */
  readonly recognises: (text: string) => boolean;
  readonly read: (text: ToolText, options: ToolOptions) => Reading;
}

/** Counts as measurements: per request where the requests are known, else as ratios to the exits. */
export function countFindings(counts: Readonly<Record<string, number>>, { requests }: ToolOptions): readonly Finding[] {
  // What is counted begins and ends somewhere in a request.
  const tolerance = (of: number): number => rounded(Math.max(0.05, 2 / of));
  if (requests !== undefined) {
    return Object.entries(counts).map(([metric, count]) => ({ id: metric, metric, value: rounded(count / requests), unit: 'per request', tolerance: tolerance(requests) }));
  }
  const { exits = 0, ...others } = counts;
  return exits === 0 ? [] : Object.entries(others).map(([metric, count]) => ({ id: `${metric}_over_exits`, metric, overMetric: 'exits', value: rounded(count / exits), unit: 'ratio', tolerance: tolerance(exits) }));
}

/** Four significant digits: no counter or timer is better. */
export const rounded = (value: number): number => Number(value.toPrecision(4));
