import type { Command } from 'commander';
import { collect } from './verb.ts';

/** The options that a suite is put under before it is measured. */
export const measureOptions = (command: Command): Command =>
  command
    .option('--set <key=value>', 'set one parameter or cost; may be given again', collect)
    .option('--set-file <file>', 'YAML file of keys and values, as for --set; --set wins; may be given again', collect)
    .option('--profile <profile>', 'cost profile: a name (vhost-lab list profiles) or a YAML file')
    .option('--seed <n>', 'seed of the request sequence, and of whatever else is drawn')
    .option('--requests <n>', 'requests that each replication measures');
