import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Evaluation } from '../experiment/tuning/search.ts';
import { readSearchState, type SearchState } from '../formats/search-state.ts';
import { modelVersion } from './model-version.ts';
import { readText } from './read-file.ts';
import { saveAll } from './save.ts';
import type { TuneQuestion } from './tune-question.ts';

/** Keeps what a search has measured in a file, if it is to be kept. */
export interface Memory {
  /** What was measured at a point before; undefined where nothing was. */
  readonly recall: (point: Evaluation['point']) => Evaluation | undefined;
  readonly keep: (all: readonly Evaluation[]) => void;
}

/** Opens the file of `--resume`, or begins that of `--state`; refuses what belongs to another search. */
export async function openMemory(question: TuneQuestion, { state, resume }: { readonly state?: string; readonly resume?: string }): Promise<Memory> {
  if (state !== undefined && resume !== undefined) throw new Error('--state: --resume names the file already');
  const path = resume ?? state;
  if (path === undefined) return { recall: () => undefined, keep: () => {} };
  if (state !== undefined && existsSync(state)) throw new Error(`--state: ${state} is there already (--resume ${state} goes on from it)`);
  const head = { schema_version: 1 as const, model_version: await modelVersion(), question: hashOf(question) };
  const before = resume === undefined ? [] : evaluationsOf(readSearchState(readText(resume), resume), head, resume);
  const known = new Map(before.map((evaluation) => [JSON.stringify(evaluation.point), evaluation]));
  return {
    recall: (point) => known.get(JSON.stringify(point)),
    keep: (all) => {
      for (const evaluation of all) known.set(JSON.stringify(evaluation.point), evaluation);
      const { evaluations, ...rest }: SearchState = { ...head, evaluations: [...known.values()] };
      saveAll(dirname(path), { [basename(path)]: `${JSON.stringify(rest).slice(0, -1)},"evaluations":[\n${evaluations.map((one) => JSON.stringify(one)).join(',\n')}\n]}\n` });
    },
  };
}

function evaluationsOf(found: SearchState, head: Pick<SearchState, 'model_version' | 'question'>, path: string): readonly Evaluation[] {
  if (found.model_version !== head.model_version) throw new Error(`--resume: ${path} was measured by another version of the simulator (begin anew with --state)`);
  if (found.question !== head.question) throw new Error(`--resume: ${path} is of another search (give the same suite, --over, goals, method and settings; only --budget may differ)`);
  return found.evaluations;
}

/** The budget decides only how far a search goes. */
function hashOf({ bases, search: { budget: _, ...search } }: TuneQuestion): string {
  return createHash('sha256').update(JSON.stringify({ bases, search })).digest('hex');
}
