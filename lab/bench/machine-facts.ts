import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

/** Where and when figures were taken: they say nothing without it. */
export interface MachineFacts {
  readonly processor: string;
  readonly cores: number;
  readonly memory_gb: number;
  readonly platform: string;
  readonly node: string;
  readonly v8: string;
  /** Runnable tasks on average in the last minute before: more than cores, and wall times are too long. */
  readonly load: number;
  readonly taken: string;
  readonly revision: string;
}

export function machineFacts(): MachineFacts {
  const all = cpus();
  return {
    processor: all[0]?.model ?? 'unknown processor', cores: all.length, memory_gb: Number((totalmem() / 1e9).toFixed(1)), platform: `${process.platform} ${process.arch}`,
    node: process.version, v8: process.versions.v8, load: Number(loadavg()[0]?.toFixed(2)), taken: new Date().toISOString(), revision: revision(),
  };
}

function revision(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}
