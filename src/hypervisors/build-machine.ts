import type { Core } from '../machine/core.ts';
import { Machine } from '../machine/machine.ts';
import type { MachinePaths, WakePaths } from '../machine/machine.ts';
import { interruptPaths } from '../machine/interrupt.ts';
import type { Path, Tariff } from '../machine/path.ts';
import type { Steps } from '../machine/step.ts';
import type { Process, Thread } from '../machine/thread.ts';
import type { ExitWeight, Vcpu } from '../machine/vcpu.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { HypervisorSteps, WakeSteps } from './hypervisor.ts';

/** A machine without cores yet, whose own paths are those of a hypervisor at the prices of a tariff. */
export function buildMachine(simulation: Simulation, tariff: Tariff, steps: HypervisorSteps, slicePs: number, idle: (vcpu: Vcpu) => Process): Machine {
  const path = (name: string, list: Steps): Path => tariff.path(name, list);
  const wake = (list: WakeSteps): WakePaths => ({
    local: path('wake', list.local), busyCore: path('wake on a busy core', list.busyCore), idleCore: path('wake on an idle core', list.idleCore),
  });
  const entries = (weight: ExitWeight): readonly Path[] =>
    [[], steps.flush, steps.fold, [...steps.fold, ...steps.flush]].map((more) => path(`enter guest (${weight})`, [...more, ...steps.enter[weight]]));
  const paths: MachinePaths = {
    wake: wake(steps.wake),
    wakeVcpu: wake(steps.wakeVcpu),
    reschedule: interruptPaths(tariff, 'reschedule IPI', steps.reschedule),
    rescheduleVcpu: interruptPaths(tariff, 'reschedule IPI for a vCPU', steps.rescheduleVcpu),
    preempted: path('guest preempted', steps.interrupted),
    idleExit: path('idle exit', steps.idleExit),
    wfiWake: path('WFI ends', steps.wfiEnd),
    enter: { el2: entries('el2'), kernel: entries('kernel'), user: entries('user') },
    switchBetween: switches(tariff, steps),
  };
  return new Machine(simulation, tariff, paths, slicePs, idle);
}

/** The price of giving a core from one thread to another, or to nobody: vCPUs leave and load their registers. */
function switches(tariff: Tariff, steps: HypervisorSteps): MachinePaths['switchBetween'] {
  const known: (Path | undefined)[] = Array.from({ length: 32 });
  /** The vCPU of each VM that ran last on each core. */
  const last = new Map<Core, Map<string, Thread>>();
  const moved = (to: Thread): boolean => {
    const ran = last.get(to.core) ?? new Map<string, Thread>();
    last.set(to.core, ran);
    const before = ran.get(to.space);
    ran.set(to.space, to);
    return before !== undefined && before !== to;
  };
  return (from, to) => {
    const put = from?.vcpu?.loaded === true;
    const load = to?.vcpu?.loaded === true;
    const scheduled = steps.vcpusAreThreads || (isThread(from) && isThread(to));
    const space = to !== null && from !== null && from.space !== to.space;
    const flushes = to !== null && to.vcpu !== null && moved(to);
    const key = (put ? 1 : 0) + (load ? 2 : 0) + (scheduled ? 4 : 0) + (space ? 8 : 0) + (flushes ? 16 : 0);
    let path = known[key];
    if (path === undefined) {
      path = tariff.path('context switch', [
        ...(put ? steps.vcpuPut : []), ...(scheduled ? steps.contextSwitch : []), ...(scheduled && space ? steps.mmSwitch : []), ...(flushes ? steps.vcpuMoved : []), ...(load ? steps.vcpuLoad : []),
      ]);
      known[key] = path;
    }
    return path;
  };
}

function isThread(thread: Thread | null): boolean {
  return thread === null || thread.vcpu === null;
}
