/** How good a candidate is: numbers that are all better when they are less, and by how much it breaks what it must keep, 0 where it does not. */
export interface Judged {
  readonly costs: readonly number[];
  readonly violation: number;
}

/** Deb's constrained dominance (2002): who breaks less, and among those who break nothing who is nowhere worse and somewhere better. */
export function dominates(one: Judged, other: Judged): boolean {
  if (one.violation !== other.violation) return one.violation < other.violation;
  return one.costs.every((cost, i) => cost <= other.costs[i]) && one.costs.some((cost, i) => cost < other.costs[i]);
}

/** Indexes by front: the first is dominated by nobody, the next by the first alone, and so on. */
export function fronts(all: readonly Judged[]): readonly (readonly number[])[] {
  const found: number[][] = [];
  let left = all.map((_, i) => i);
  while (left.length > 0) {
    const front = left.filter((i) => !left.some((j) => dominates(all[j], all[i])));
    found.push(front);
    left = left.filter((i) => !front.includes(i));
  }
  return found;
}

/** Indexes of those whom nobody dominates. */
export const undominated = (all: readonly Judged[]): readonly number[] => all.flatMap((one, i) => (all.some((other) => dominates(other, one)) ? [] : [i]));

/** How lonely each of a front is among the others; its ends are infinitely so. */
export function crowding(front: readonly Judged[]): readonly number[] {
  const distance = front.map(() => 0);
  for (const k of front[0]?.costs.keys() ?? []) {
    const order = front.map((_, i) => i).sort((a, b) => front[a].costs[k] - front[b].costs[k]);
    const [least, most] = [front[order[0]].costs[k], front[order[order.length - 1]].costs[k]];
    distance[order[0]] = distance[order[order.length - 1]] = Infinity;
    if (most === least) continue;
    for (let i = 1; i + 1 < order.length; i++) distance[order[i]] += (front[order[i + 1]].costs[k] - front[order[i - 1]].costs[k]) / (most - least);
  }
  return distance;
}
