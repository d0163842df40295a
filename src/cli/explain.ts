import { explainable } from '../experiment/explainable.ts';
import { Option, type Command } from 'commander';
import { collect, examples, type Verb } from './verb.ts';

/** What `explain` and `diff` were asked for, as typed. */
export interface QuestionOptions {
  readonly suite?: string;
  readonly device?: string;
  readonly op?: string;
  readonly bytes?: string;
  readonly profile?: string;
  readonly policy?: string;
  readonly set?: readonly string[];
}

export interface ExplainOptions extends QuestionOptions {
  readonly state?: string;
  readonly against?: string;
  readonly format: string;
  readonly out?: string;
}

export const explainedFormats = ['text', 'markdown', 'mermaid', 'json', 'html', 'svg'] as const;

/** `vhost-lab explain`: the life of one request, step by step. */
export const explain: Verb = (program) => {
  asking(program.command('explain'))
    .summary('explain the life of one request, step by step')
    .description(
      'Runs a few requests, one at a time, and tells the life of one: when, on which core, in which VM, at which exception level and in which thread each step happens, what it costs and where that number comes from, and which state made it so. Then what would have been different in the other states. The steps sum to the latency.\n\nWith --against it is a real trace that is explained: the events of a host\'s kernel (ftrace, trace-cmd report or perf script; kvm, sched and irq) while a guest did the same over and over are aligned with the events of the model\'s request, step by step: where they agree, differ in time or in kind, and what the model does not know. What a trace shows and nobody set (one CPU for all, polling, a device that answers at once) is set as the trace has it.',
    )
    .argument('[system]', 'a system: hypervisor/backend (vhost-lab list systems)')
    .option('--state <states>', 'what the request is to meet, with a comma between: guest=running|wfi|halt-polling|blocked|preempted and backend=running|polling|sleeping|runnable')
    .addOption(new Option('--against <file>', 'a text of the kernel\'s tracer to be explained').conflicts('state'))
    .option('--format <format>', explainedFormats.join(', '), 'text')
    .option('--out <file>', 'write into a file')
    .addHelpText(
      'after',
      examples(
        'explain static-partition/user-thread',
        'explain vhe/vhost --state guest=running,backend=polling',
        'explain vhe/user-thread --device net --format svg --out net.svg',
        'explain static-partition/trap-and-emulate --device console --bytes 8',
        'explain nvhe/vhost --suite standard --device net',
        'explain nvhe/vhost --format json > life.json',
        'explain vhe/vhost --device net --against trace.txt',
      ),
    )
    .action(async (system: string | undefined, options: ExplainOptions) => {
      if (options.against !== undefined) {
        const { printAgainst } = await import('./print-against.ts');
        return printAgainst(system, options.against, options);
      }
      const { printExplanation } = await import('./print-explanation.ts');
      await printExplanation(system, options);
    });
};

/** The options by which a request is asked for. */
export const asking = (command: Command): Command =>
  command
    .addOption(new Option('--suite <suite>', 'as in a suite: a name (vhost-lab list suites) or a YAML file').conflicts(['op', 'bytes', 'policy']))
    .option('--device <device>', `${explainable.join(', ')} (default: blk, or the first of the suite)`)
    .option('--op <op>', 'write, or read where the device can')
    .option('--bytes <n>', 'payload of a request (default: blk 4096, net 64, console 16)')
    .option('--profile <profile>', 'cost profile: a name or a YAML file (default: neoverse-n1)')
    .option('--policy <policy>', 'defaults of the software, vhost-lab list policies (default: no-polling)')
    .option('--set <key=value>', 'set one parameter or cost; may be given again', collect);
