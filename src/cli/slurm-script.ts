import { commandOf, word } from './repeat-command.ts';
import type { ShardOptions } from './shard.ts';

/** An array of jobs to be. */
export interface SlurmArray {
  /** Of the suite. */
  readonly name: string;
  readonly parts: number;
  /** Of each part. */
  readonly cores: number;
  /** The stores of all parts, as a pattern of the shell. */
  readonly stores: string;
}

/** A script for sbatch: one task of a Slurm array for each part of a suite. Source: https://slurm.schedmd.com/job_array.html */
export function slurmScript(suite: string, options: ShardOptions, { name, parts, cores, stores }: SlurmArray): string {
  const limits = [...(options.trialTimeout === undefined ? [] : [`--trial-timeout ${word(options.trialTimeout)}`]), ...(options.trialMemory === undefined ? [] : [`--trial-memory ${word(options.trialMemory)}`])];
  return `#!/bin/bash
#SBATCH --job-name=vhost-lab-${name}
#SBATCH --array=1-${parts}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=${cores}
#SBATCH --output=vhost-lab-${name}-%a.log
# To be submitted in a folder that every node sees and where vhost-lab is installed. A part that was cut short goes on when it is submitted again.
# When all parts are done:
#   npx vhost-lab merge ${stores}
#   ${commandOf(suite, options)}
set -euo pipefail
exec ${[commandOf(suite, options, `shard "$SLURM_ARRAY_TASK_ID/${parts}"`), '--jobs "$SLURM_CPUS_PER_TASK"', ...limits].join(' ')}
`;
}
