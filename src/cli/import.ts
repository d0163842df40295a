import { collect, examples, type Verb } from './verb.ts';

/** What `import` was asked for, as typed. */
export interface ImportOptions {
  readonly profile: string;
  readonly system?: string;
  readonly workload?: string;
  readonly device?: string;
  readonly policy?: string;
  readonly set?: readonly string[];
  readonly requests?: string;
  readonly name?: string;
  readonly out?: string;
}

/** `vhost-lab import`: measurements from the output of the tools that users have. */
export const importTool: Verb = (program) => {
  program
    .command('import')
    .summary('make measurements from the output of a tool')
    .description(
      [
        'Reads the output of kvm-unit-tests micro-bench, perf bench (syscall basic, sched pipe), lmbench (lat_syscall, lat_ctx, lat_pipe), perf kvm stat report, fio (json, json+) or a kernel trace of kvm events (ftrace, trace-cmd report), recognised by its content, and prints it as a file of measurements for validate.',
        'What the tool cannot know is yours to say: the profile, the system, and for exits and switches what the guest did meanwhile (--workload) and how many requests that were (--requests; without it they are ratios to the exits).',
      ].join('\n\n'),
    )
    .argument('<file>', 'what the tool printed')
    .requiredOption('--profile <profile>', 'at whose prices it will be predicted: a name or ./path.yaml')
    .option('--system <system>', 'on which system it ran; vhe/null for operations that no device serves')
    .option('--workload <workload>', 'what the guest did: an id, fio:NAME or fio:./job.fio')
    .option('--device <device>', 'the device that it used')
    .option('--policy <policy>', 'preset of the polling windows')
    .option('--set <key=value>', 'a setting of the experiment; may be given again', collect)
    .option('--requests <n>', 'requests that the guest made meanwhile')
    .option('--name <name>', 'name of the measurements; the name of the file where it is left out')
    .option('--out <file>', 'write it to this file')
    .addHelpText(
      'after',
      examples(
        'import micro-bench.txt --profile neoverse-n1 --out mine.yaml',
        'import pipe.txt --profile neoverse-n1 --set workload.of=host',
        'import trace.txt --profile m400 --system nvhe/vhost --workload rr --requests 5000',
      ),
    )
    .action(async (file: string, options: ImportOptions) => {
      const { printImport } = await import('./print-import.ts');
      printImport(file, options);
    });
};
