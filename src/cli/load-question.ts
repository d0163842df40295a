import { explainable } from '../experiment/explainable.ts';
import { parseAssignment } from '../experiment/parameters.ts';
import { alone, canBeAlone, trialOf } from '../experiment/question.ts';
import { unknown } from '../experiment/quoted.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import { expandSuite } from '../experiment/suite.ts';
import { parseSystem } from '../experiment/systems.ts';
import type { QuestionOptions } from './explain.ts';
import { readNamed } from './lab-files.ts';
import { loadProfile } from './load-profile.ts';
import { loadSuite } from './load-suite.ts';

/** The trial that a question on the command line is about: of a suite, its first setting for the device. */
export function loadTrial(system: string | undefined, options: QuestionOptions): TrialSpec {
  if (system === undefined) throw new Error('which system? (a hypervisor and a back end, e.g. vhe/vhost or static-partition/user-thread; vhost-lab list systems names all)');
  const { name } = parseSystem(system);
  if (options.suite !== undefined) return ofSuite(name, options.suite, options);
  const { device = 'blk', op, bytes, profile = 'neoverse-n1', policy = 'no-polling', set = [] } = options;
  return trialOf({ system: name, device, op: op ?? null, bytes: bytes ?? null, profile: loadProfile(readNamed('profiles', profile)), policy, set: Object.fromEntries(set.map(parseAssignment)) });
}

/** The same with one request at a time. */
export function loadQuestion(system: string | undefined, options: QuestionOptions): TrialSpec {
  const trial = loadTrial(system, options);
  if (options.suite === undefined) return trial;
  if (!canBeAlone(trial)) throw new Error(`${options.suite}: ${trial.workload} on ${trial.device} is no chain of requests (devices: ${explainable.join(', ')}; workloads: fio, rr, console)`);
  return alone(trial);
}

function ofSuite(system: string, nameOrPath: string, { device, profile, set }: QuestionOptions): TrialSpec {
  const { suite, ...sources } = loadSuite(nameOrPath, { ...(profile !== undefined && { profile }), ...(set !== undefined && { set }) });
  if (device !== undefined && !suite.devices.includes(device)) throw new Error(`--device: ${unknown(`device of suite ${suite.name}`, device, suite.devices)}`);
  const specs = expandSuite({ ...suite, systems: [system], baseline: system }, sources);
  const wanted = device ?? suite.devices.find((one) => explainable.includes(one));
  return specs.find((spec) => spec.device === wanted) ?? specs[0];
}
