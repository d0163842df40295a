import { Command } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { breakEven } from './break-even.ts';
import { calibrate } from './calibrate.ts';
import { checkNotifications } from './check-notifications.ts';
import { compare } from './compare.ts';
import { completion } from './completion.ts';
import { fromCommander } from './complaint.ts';
import { diff } from './diff.ts';
import { exits } from './exits.ts';
import { explain } from './explain.ts';
import { exportRun } from './export.ts';
import { history } from './history.ts';
import { importTool } from './import.ts';
import { inspect } from './inspect.ts';
import { list } from './list.ts';
import { merge } from './merge.ts';
import { microBench } from './micro-bench.ts';
import { query } from './query.ts';
import { run } from './run.ts';
import { runs } from './runs.ts';
import { schema } from './schema.ts';
import { sensitivity } from './sensitivity.ts';
import { shard } from './shard.ts';
import { tune } from './tune.ts';
import { validate } from './validate.ts';
import { examples } from './verb.ts';
import { worker } from './worker.ts';

/** The command line as a tree of verbs; what a verb does is loaded when it is used. */
export function makeProgram(): Command {
  const program = new Command('vhost-lab')
    .description(`${manifest.description}\n\nSimulates virtio backends under several hypervisors with identical requests and compares them.`)
    .version(manifest.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [verb]', 'print the help of a verb')
    .option('--debug', 'print the stack of an error')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: (message, write) => write(`${fromCommander(message)}\n`) })
    .exitOverride()
    .addHelpText('after', examples('run standard', 'list systems', 'run --help'));
  for (const verb of [run, worker, shard, merge, explain, diff, breakEven, sensitivity, tune, exits, microBench, validate, calibrate, importTool, list, inspect, runs, compare, history, query, exportRun, schema, checkNotifications, completion]) verb(program);
  return program;
}
