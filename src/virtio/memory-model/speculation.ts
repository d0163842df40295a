import type { Instruction, Plan } from './program.ts';

/**
 * By instruction: whether anything behind this branch could take effect before the branch is decided. Stores wait for it,
 * and so does every load behind `dmb ish` or `dmb ishld`, because the load that decides the branch is still in flight.
 * Only where a load can be reached without such a barrier is a guess worth its states; and never where only acquire loads
 * decide, behind which everything waits.
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
  const plain = plainlyLoaded(code);
  return code.map((line, pc) => line.op === 'branch' && line.when.uses.some((register) => plain.has(register)) && reachesLoad(pc, new Set()));
}

/** Registers that may wait for a load that is not an acquire load. */
function plainlyLoaded(code: readonly Instruction[]): ReadonlySet<string> {
  const found = new Set(code.flatMap((line) => (line.op === 'load' && !line.acquire ? [line.into] : [])));
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const line of code) if (line.op === 'set' && line.value.uses.some((register) => found.has(register))) found.add(line.into);
  }
  return found;
}
