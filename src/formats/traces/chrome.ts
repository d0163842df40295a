import { exitReasonOf } from '../../experiment/exit-reason.ts';
import type { TracedRequest, TracedSpan } from '../../experiment/trace-window.ts';
import type { Thread } from '../../machine/thread.ts';
import { ChromeTrack, us } from './chrome-track.ts';
import { framesOf } from './frames.ts';
import type { TraceFormat } from './trace-format.ts';

const CORES = 1;
const THREADS = 2;
const VCPUS = 3;
const REQUESTS = 4;

/**
 * Chrome's trace-event format as JSON, for ui.perfetto.dev and chrome://tracing: a track for each core (thread, path, steps),
 * each host thread (paths) and each vCPU (in guest or exited, and why; paths); requests as nestable async events with the
 * stages of their lives. Times in us with their picoseconds.
 */
export const chrome: TraceFormat = {
  title: 'Chrome trace events (Perfetto)',
  endings: ['.json', '.perfetto', '.trace.json'],
  sumsUp: false,
  open(spec, out) {
    let written = 0;
    let first = true;
    const write = (event: string): void => {
      const text = `${first ? '' : ',\n'}${event}`;
      first = false;
      written += text.length;
      out(text, 0);
    };
    out('{"displayTimeUnit":"ns","traceEvents":[\n', 0);
    const tracks = new Map<object, ChromeTrack>();
    const counts = [0, 0, 0, 0, 0];
    const trackOf = (of: object, pid: number, process: string, name: string): ChromeTrack => {
      let track = tracks.get(of);
      if (track === undefined) {
        track = new ChromeTrack(pid, ++counts[pid], process, name, write);
        tracks.set(of, track);
      }
      return track;
    };
    const ofThread = (thread: Thread): ChromeTrack =>
      thread.vcpu === null ? trackOf(thread, THREADS, 'host threads', thread.name) : trackOf(thread, VCPUS, 'vCPUs', thread.name);
    /** Guests that were left, until the path tells why. */
    const left = new Map<Thread, number>();

    const onCore = (span: TracedSpan): void => {
      const track = trackOf(span.core, CORES, 'cores', span.core.name);
      track.enter(span.stretchOfTrace);
      const stack = framesOf(span);
      track.within(stack?.thread ?? null, 'thread', span.fromPs);
      if (stack !== null) {
        track.begin(stack.path, span.doing, span.fromPs, span.bytes > 0 ? `{"bytes":${span.bytes}}` : '');
        let at = span.fromPs;
        for (const { step, ps } of stack.steps) {
          track.begin(step.cost, step.role, at, `{"el":${step.el}${step.times === 1 ? '' : `,"times":${step.times}`}}`);
          at += ps;
          track.end(at);
        }
        track.end(span.toPs);
      }
      track.passTo(span.toPs);
    };
    const onThread = (span: TracedSpan, thread: Thread): void => {
      const track = ofThread(thread);
      track.enter(span.stretchOfTrace);
      const leftPs = left.get(thread);
      if (leftPs !== undefined) {
        left.delete(thread);
        const reason = span.path === null ? null : exitReasonOf(span.path);
        track.within(reason === null ? 'exit' : `exit: ${reason}`, 'vCPU', leftPs);
      }
      track.begin(span.doing === 'wfi' ? 'WFI' : (framesOf(span)?.path ?? span.doing), span.doing, span.fromPs);
      track.end(span.toPs);
    };
    return {
      get written() {
        return written;
      },
      span(span) {
        onCore(span);
        if (span.thread !== null && span.doing !== 'idle') onThread(span, span.thread);
      },
      handedOver(handOver) {
        if (handOver.what === 'guest left') left.set(handOver.vcpu.thread, handOver.atPs);
        else if (handOver.what === 'guest entered') ofThread(handOver.vcpu.thread).within('in guest', 'vCPU', handOver.atPs);
      },
      step() {},
      request: (request) => writeRequest(request, write, counts[REQUESTS]++ === 0),
      passed() {},
      end({ requests, traced, every, cut, fromPs, toPs }, note) {
        for (const track of tracks.values()) track.close();
        write(`{"ph":"M","pid":${CORES},"name":"process_labels","args":{"labels":${JSON.stringify(note)}}}`);
        const about = { exporter: 'vhost-lab', system: spec.system, device: spec.device, workload: spec.workload, profile: spec.profile.name, seed: spec.seed, holds: note, requests, traced, every, cut, from_ps: fromPs, to_ps: toPs };
        out(`\n],"otherData":${JSON.stringify(about)}}\n`, 0);
      },
    };
  },
};

/** A request in flight with its stages, one after another: they sum to its latency. */
function writeRequest({ ordinal, steps, startPs, endPs }: TracedRequest, write: (event: string) => void, isFirst: boolean): void {
  const [{ of, request }] = steps;
  if (isFirst) write(`{"ph":"M","pid":${REQUESTS},"name":"process_name","args":{"name":"requests"}}`);
  const name = JSON.stringify(`${of.kinds[request] === 1 ? 'write' : 'read'} of ${of.bytes[request]} bytes`);
  const event = (ph: 'b' | 'e', ps: number, shown: string, args = ''): void => write(`{"ph":"${ph}","cat":"request","id":"${ordinal}","pid":${REQUESTS},"tid":${of.guest + 1},"ts":${us(ps)},"name":${shown}${args}}`);
  event('b', startPs, name, `,"args":{"guest":${of.guest},"request":${request}}`);
  let at = startPs;
  for (const { what, atPs, queue } of steps) {
    if (what === 'started') continue;
    const stage = JSON.stringify(`until ${what}${queue === null ? '' : ` (${queue})`}`);
    event('b', at, stage);
    at = Math.max(at, Math.min(atPs, endPs));
    event('e', at, stage);
  }
  event('e', endPs, name);
}
