import { SingleBar } from 'cli-progress';

/** Tells how far a run is. */
export interface Progress {
  /** `said` comes behind the count: `, 2 failed`. */
  readonly done: (count: number, said?: string) => void;
  readonly stop: () => void;
}

/** A live bar with the time left; plain lines, ten at most, where nobody watches. `before` were done when it began and tell nothing about the time. */
export function makeProgress(total: number, stream: NodeJS.WriteStream = process.stderr, what = 'trials', before = 0): Progress {
  return stream.isTTY && !process.env['CI'] ? bar(total, stream, what, before) : lines(total, stream, what, before);
}

function bar(total: number, stream: NodeJS.WriteStream, what: string, before: number): Progress {
  const startedMs = performance.now();
  let endMs = Infinity;
  const left = (): string => (endMs === Infinity ? '' : `, ${duration(Math.max(0, endMs - performance.now()))} left`);
  const format = (stream.columns ?? 80) >= 60 ? `{bar} {value}/{total} ${what}{said}{left}` : '{value}/{total}{left}';
  const single = new SingleBar({ stream, format, barsize: 30, barCompleteChar: '█', barIncompleteChar: '░', hideCursor: true, clearOnComplete: true, fps: 10, linewrap: false });
  single.start(total, before, { said: '', left: left() });
  const ticking = setInterval(() => single.update({ left: left() }), 1000);
  return {
    done: (count, said = '') => {
      endMs = expectedEnd(startedMs, count - before, total - before);
      single.update(count, { said, left: left() });
    },
    stop: () => {
      clearInterval(ticking);
      single.stop();
    },
  };
}

function lines(total: number, stream: NodeJS.WriteStream, what: string, before: number): Progress {
  const startedMs = performance.now();
  const tenth = Math.ceil(total / 10);
  let last = Math.floor(before / tenth);
  return {
    done: (count, said = '') => {
      if (Math.floor(count / tenth) === last && count < total) return;
      last = Math.floor(count / tenth);
      stream.write(`${count}/${total} ${what}${said}${count === total ? '' : `, ${duration(expectedEnd(startedMs, count - before, total - before) - performance.now())} left`}\n`);
    },
    stop: () => {},
  };
}

/** When the rest will be done if it takes what the first `count` took. */
const expectedEnd = (startedMs: number, count: number, total: number): number => startedMs + ((performance.now() - startedMs) / count) * total;

/** `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
