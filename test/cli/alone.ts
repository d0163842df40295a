import { loadSuite } from '../../src/cli/load-suite.ts';
import { resultsJson } from '../../src/cli/results-json.ts';
import type { MeasureOptions } from '../../src/cli/run.ts';
import type { Results } from '../../src/experiment/results.ts';
import { expandSuite } from '../../src/experiment/suite.ts';
import { trial } from '../../src/experiment/trial.ts';

/** The numbers of a run as they would be if each of its trials had been run alone, in this process. */
export function givenAlone(numbers: string, nameOrPath: string, options: MeasureOptions = {}): string {
  const { suite, ...sources } = loadSuite(nameOrPath, options);
  const { trials: _, profiles: __, ...head } = JSON.parse(numbers) as Results & { readonly profiles: unknown };
  return [...resultsJson({ ...head, trials: expandSuite(suite, sources).map(trial) })].join('');
}
