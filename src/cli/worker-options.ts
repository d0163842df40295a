import type { Command } from 'commander';

/** What workers were asked for, as typed. */
export interface WorkerOptions {
  readonly jobs?: string;
  readonly trialTimeout?: string;
  readonly trialMemory?: string;
}

/** The options that say how many trials run at one time and what each is held to. */
export const workerOptions = (command: Command): Command =>
  command
    .option('--jobs <n>', 'trials at one time (default: one for each core)')
    .option('--trial-timeout <time>', 'a trial that takes longer, e.g. 30s, is a row with that error')
    .option('--trial-memory <size>', 'a trial whose worker takes more, e.g. 512M, is a row with that error');
