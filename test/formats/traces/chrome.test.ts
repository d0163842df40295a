import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { specimens, traced, tracedWithin, untraced } from './written.ts';

const test = suite('formats/traces/chrome');

/** Chrome's trace-event format, as far as it is used. */
interface TraceEvent {
  readonly ph: 'B' | 'E' | 'b' | 'e' | 'M';
  readonly pid: number;
  readonly tid?: number;
  readonly ts?: number;
  readonly name?: string;
  readonly cat?: string;
  readonly id?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

interface Trace {
  readonly traceEvents: readonly TraceEvent[];
  readonly otherData: { readonly from_ps: number; readonly to_ps: number; readonly holds: string };
}

const ps = ({ ts = NaN }: TraceEvent): number => Math.round(ts * 1e6);

test('the rules of the format: every B has its E, slices nest, times of a track never go back, async ids pair, tracks are named', () => {
  for (const [what, spec] of specimens) {
    const { traceEvents } = JSON.parse(traced(spec, 'chrome').text) as Trace;
    const open = new Map<string, TraceEvent[]>();
    const last = new Map<string, number>();
    const named = new Set(traceEvents.filter(({ name }) => name === 'thread_name').map(({ pid, tid }) => `${pid} ${tid}`));
    const processes = new Set(traceEvents.filter(({ name }) => name === 'process_name').map(({ pid }) => pid));
    for (const event of traceEvents) {
      if (event.ph === 'M') continue;
      const isAsync = event.ph === 'b' || event.ph === 'e';
      const track = isAsync ? `async ${event.cat} ${event.id}` : `${event.pid} ${event.tid}`;
      ok(processes.has(event.pid) && (isAsync || named.has(track)), `${what}: ${track} has a name`);
      ok(Number.isSafeInteger(ps(event)) && ps(event) >= (last.get(track) ?? 0), `${what}: ${track} at ${ps(event)} after ${last.get(track)}`);
      last.set(track, ps(event));
      const stack = open.get(track) ?? [];
      open.set(track, stack);
      if (event.ph === 'B' || event.ph === 'b') {
        ok(typeof event.name === 'string' && event.name !== '');
        stack.push(event);
      } else {
        const begun = stack.pop();
        ok(begun !== undefined, `${what}: an end without a begin on ${track}`);
        if (isAsync) is(event.name, begun.name);
      }
    }
    for (const [track, stack] of open) equal(stack, [], `${what}: ${track}`);
  }
});

test('the slices of each core sum to the busy time of the ledger, to the picosecond', () => {
  for (const [what, spec] of specimens) {
    const { traceEvents } = JSON.parse(traced(spec, 'chrome').text) as Trace;
    const names = new Map(traceEvents.filter(({ name, pid }) => name === 'thread_name' && pid === 1).map(({ tid, args }) => [tid, args?.['name']]));
    const depth = new Map<number, number>();
    const busy = new Map<unknown, number>();
    for (const event of traceEvents) {
      if (event.pid !== 1 || event.ph === 'M') continue;
      const tid = event.tid ?? 0;
      const from = depth.get(tid) ?? 0;
      const to = from + (event.ph === 'B' ? 1 : -1);
      depth.set(tid, to);
      // The outermost slice is the thread's; what it does within lies without gap beside each other.
      if (Math.max(from, to) === 2) busy.set(names.get(tid), (busy.get(names.get(tid)) ?? 0) + (event.ph === 'B' ? -ps(event) : ps(event)));
    }
    const { account } = untraced(spec);
    for (const { name, busyPs } of account.cores) is(busy.get(name) ?? 0, busyPs, `${what}: ${name}`);
  }
});

test('the stages of a request follow one another and sum to its latency; there are as many as were measured', () => {
  for (const [what, spec] of specimens) {
    const { traceEvents } = JSON.parse(traced(spec, 'chrome').text) as Trace;
    const latencies: number[] = [];
    const begun = new Map<string, { readonly from: number; at: number; depth: number }>();
    for (const event of traceEvents) {
      if (event.ph !== 'b' && event.ph !== 'e') continue;
      const id = String(event.id);
      const request = begun.get(id) ?? { from: ps(event), at: ps(event), depth: 0 };
      begun.set(id, request);
      if (event.ph === 'b') {
        if (request.depth++ === 1) is(ps(event), request.at, `${what}: a stage begins where the last one ended`);
      } else if (--request.depth === 1) request.at = ps(event);
      else {
        is(ps(event), request.at, `${what}: a request ends with its last stage`);
        latencies.push(ps(event) - request.from);
      }
    }
    equal(latencies, [...untraced(spec).latenciesPs], what);
  }
});

test('a trace that would be too large holds blocks of requests over the whole run, and says so', () => {
  const [, spec] = specimens[0];
  const { text, note } = tracedWithin({ ...spec, requests: 1500 }, 'chrome', 12_000_000);
  const { traceEvents, otherData } = JSON.parse(text) as Trace;
  ok(text.length < 12_000_000, `${text.length} characters`);
  ok(/^\d+ of 1500 measured requests: 100 of every \d+00, to keep the file small$/.test(note), note);
  is(otherData.holds, note);
  const requests = traceEvents.filter(({ ph, args }) => ph === 'b' && args !== undefined);
  is(`${requests.length}`, /^\d+/.exec(note)?.[0]);
  ok(Math.max(...requests.map(ps)) > otherData.from_ps + 0.7 * (otherData.to_ps - otherData.from_ps), 'to the end of the run');
});

test('where even one block is too large, the file is cut off, is whole all the same, and says so', () => {
  const [, spec] = specimens[0];
  const { text, note } = tracedWithin(spec, 'chrome', 200_000);
  ok(text.length < 260_000, `${text.length} characters`);
  ok(/^\d+ of 60 measured requests; cut off there, because it had grown too large$/.test(note), note);
  const depth = new Map<string, number>();
  for (const { ph, pid, tid } of (JSON.parse(text) as Trace).traceEvents) if (ph === 'B' || ph === 'E') depth.set(`${pid} ${tid}`, (depth.get(`${pid} ${tid}`) ?? 0) + (ph === 'B' ? 1 : -1));
  ok([...depth.values()].every((open) => open === 0));
});

test.run();
