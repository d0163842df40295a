import type { Command } from 'commander';
import { collect } from './verb.ts';

/** The options that say what a tool cannot know of what it measured. */
export const toolRunOptions = (command: Command): Command =>
  command
    .option('--system <system>', 'on which system it ran; vhe/null for operations that no device serves')
    .option('--workload <workload>', 'what the guest did: an id, fio:NAME or fio:./job.fio')
    .option('--device <device>', 'the device that it used')
    .option('--policy <policy>', 'preset of the polling windows')
    .option('--set <key=value>', 'a setting of the experiment; may be given again', collect)
    .option('--requests <n>', 'requests that the guest made meanwhile');
