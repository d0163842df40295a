import { formatOption, type RowOptions } from './query.ts';
import { storeOption } from './store-option.ts';
import { examples, type Verb } from './verb.ts';

export interface HistoryOptions extends RowOptions {
  readonly metric: string;
  readonly system?: string;
  readonly html?: string;
}

/** `vhost-lab history`: what the runs of a suite measured, one after the other. */
export const history: Verb = (program) => {
  program
    .command('history')
    .summary('show what the runs of a suite measured over time')
    .description('Prints a metric of every trial of a suite in each run that is done and measured something else than the run before it, with the change from there in percent. --html draws every run, and marks where a number took another level and kept it: change points, found by binary segmentation with a permutation test.')
    .argument('<suite>', 'name of a suite in the store (vhost-lab runs)')
    .option('--metric <column>', 'a metric of the table trials (vhost-lab query lists them)', 'latency_us_mean')
    .option('--system <system>', 'of this system only')
    .option('--html <file>', 'write a page with charts and change points')
    .addOption(storeOption())
    .addOption(formatOption())
    .addHelpText('after', examples('history standard', 'history standard --system vhe/vhost --metric latency_us_p99', 'history quick --metric throughput_per_s --format csv', 'history standard --html history.html'))
    .action(async (suite: string, options: HistoryOptions) => {
      const { printHistory } = await import('./print-history.ts');
      await printHistory(suite, options);
    });
};
