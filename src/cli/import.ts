import type { ToolRun } from './load-tool.ts';
import { toolRunOptions } from './tool-run-options.ts';
import { examples, type Verb } from './verb.ts';

/** What `import` was asked for, as typed. */
export interface ImportOptions extends ToolRun {
  readonly profile: string;
  readonly name?: string;
  readonly out?: string;
}

/** `vhost-lab import`: measurements from the output of the tools that users have. */
export const importTool: Verb = (program) => {
  const command = program
    .command('import')
    .summary('make measurements from the output of a tool')
    .description(
      [
        'Reads the output of kvm-unit-tests micro-bench, perf bench (syscall basic, sched pipe), lmbench (lat_syscall, lat_ctx, lat_pipe), perf kvm stat report, fio (json, json+) or a kernel trace of kvm events (ftrace, trace-cmd report), recognised by its content, and prints it as a file of measurements for validate.',
        'What the tool cannot know is yours to say: the profile, the system, and for exits and switches what the guest did meanwhile (--workload) and how many requests that were (--requests; without it they are ratios to the exits).',
      ].join('\n\n'),
    )
    .argument('<file>', 'what the tool printed')
    .requiredOption('--profile <profile>', 'at whose prices it will be predicted: a name or ./path.yaml');
  toolRunOptions(command)
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
