import { basename, dirname } from 'node:path';
import { explain } from '../experiment/explanation.ts';
import { unknown } from '../experiment/quoted.ts';
import { parseStates } from '../experiment/states.ts';
import { variantsOf } from '../experiment/variants.ts';
import { writers } from '../report/explained/index.ts';
import { explainedFormats, type ExplainOptions } from './explain.ts';
import { loadQuestion } from './load-question.ts';
import { loadExplainedScript } from './report-client.ts';
import { saveAll } from './save.ts';

/** Explains one request on the terminal or into a file. */
export async function printExplanation(system: string | undefined, options: ExplainOptions): Promise<void> {
  const format = explainedFormats.find((word) => word === options.format);
  if (format === undefined) throw new Error(`--format: ${unknown('format', options.format, explainedFormats)}`);
  const asked = loadQuestion(system, options);
  const explanation = explain(asked, options.state === undefined ? undefined : parseStates(options.state));
  write(await writers[format](explanation, () => variantsOf(explanation, asked), loadExplainedScript), options.out);
}

/** Prints, or writes a file whole and says which. */
export function write(text: string, out: string | undefined): void {
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  const [path] = saveAll(dirname(out), { [basename(out)]: text });
  process.stderr.write(`written: ${path}\n`);
}
