/**
 * How the system calls of a task relate to its requests: the submitting call `blocks` until the request is done;
 * or it `returns` at once and completions are collected by another call; or it `streams`: it returns at once too,
 * and waits by itself where no more may be in flight; or it only collects what it `receives`, and the network stack
 * submits by itself.
 */
export type CallStyle = 'blocks' | 'returns' | 'streams' | 'receives';

/** What one task of a guest asks for: its requests by index, how many at once, and when the next may start. */
export interface JobPlan {
  readonly depth: number;
  readonly call: CallStyle;
  /** Bytes that are copied to the application for each completion. */
  readonly copiedBytes: number;
  /** Takes the next request's index, or -1 when there are no more. */
  next(): number;
  /** Earliest time for the request that `next` gave last; a time that has passed is at once. */
  readyPs(): number;
  /** When a request that is submitted now counts as begun: now, or when it arrived. */
  startedPs(request: number, now: number): number;
  /** Nothing else may be in flight together with this request. */
  alone(request: number): boolean;
  /** Told when a request is done. */
  done(request: number): void;
}

/** Requests of each task in the table: enough for all of a trial where there is one task, a double share where there are more. */
export function share(wanted: number, tasks: number): number {
  return tasks === 1 ? wanted + 64 : Math.ceil((2 * wanted) / tasks) + 64;
}

/** The indices of a part of the table, over and over: who needs more requests than were drawn asks the same again. */
export function cycle(first: number, count: number): () => number {
  const end = first + count;
  let next = first;
  return () => {
    const request = next++;
    if (next === end) next = first;
    return request;
  };
}

/** A task that always wants `depth` requests in flight, back to back. */
export function closedLoop(first: number, count: number, depth: number, call: CallStyle): JobPlan {
  return {
    depth,
    call,
    copiedBytes: 0,
    next: cycle(first, count),
    readyPs: () => 0,
    startedPs: (_request, now) => now,
    alone: () => false,
    done: () => {},
  };
}

/** The same plan with its fields in one order: V8 gives each object that is made by spreading another a hidden class of its own, which every loop over its fields then meets anew. */
export function shaped({ depth, call, copiedBytes, next, readyPs, startedPs, alone, done }: JobPlan): JobPlan {
  return { depth, call, copiedBytes, next, readyPs, startedPs, alone, done };
}
