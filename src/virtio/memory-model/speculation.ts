import type { Instruction, Plan } from './program.ts';

/**
 * By instruction: whether anything behind this branch could take effect before the branch is decided. Stores wait for it,
 * and so does every load behind `dmb ish` or `dmb ishld`, because the load that decides the branch is still in flight.
 * Only where a load can be reached without such a barrier is a guess worth its states.
 */
export function speculatesAt(code: readonly Instruction[], plans: readonly Plan[]): readonly boolean[] {
  const reachesLoad = (pc: number, seen: Set<number>): boolean => {
    if (seen.has(pc)) return false;
    seen.add(pc);
    const line = code[pc];
    switch (line.op) {
      case 'load':
        return true;
      case 'sleep':
      case 'halt':
        return false;
      case 'barrier':
        return line.kind === 'dmb ishst' && reachesLoad(pc + 1, seen);
      case 'jump':
        return reachesLoad(plans[pc].to, seen);
      case 'branch':
        return reachesLoad(plans[pc].to, seen) || reachesLoad(pc + 1, seen);
      default:
        return reachesLoad(pc + 1, seen);
    }
  };
  return code.map((line, pc) => line.op === 'branch' && reachesLoad(pc, new Set()));
}
