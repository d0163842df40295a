import { parseAssignment } from '../experiment/parameters.ts';
import { trialOf } from '../experiment/question.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import { parseSystem } from '../experiment/systems.ts';
import { readNamed } from './lab-files.ts';
import { loadProfile } from './load-profile.ts';
import type { QuestionOptions } from './explain.ts';

/** The trial of a question on the command line. */
export function loadQuestion(system: string | undefined, { device, op, bytes, profile, policy, set = [] }: QuestionOptions): TrialSpec {
  if (system === undefined) throw new Error('which system? (a hypervisor and a back end, e.g. vhe/vhost or static-partition/user-thread; vhost-lab list systems names all)');
  return trialOf({
    system: parseSystem(system).name, device, op: op ?? null, bytes: bytes ?? null, profile: loadProfile(readNamed('profiles', profile)), policy, set: Object.fromEntries(set.map(parseAssignment)),
  });
}
