import { SingleBar } from 'cli-progress';

/** Tells how far a run is. */
export interface Progress {
  readonly done: (count: number) => void;
  readonly stop: () => void;
}

/** A live bar with the time left; plain lines, ten at most, where nobody watches. */
export function makeProgress(total: number, stream: NodeJS.WriteStream = process.stderr): Progress {
  return stream.isTTY && !process.env['CI'] ? bar(total, stream) : lines(total, stream);
}

function bar(total: number, stream: NodeJS.WriteStream): Progress {
  const startedMs = performance.now();
  const shape = (stream.columns ?? 80) >= 60 ? '{bar} {value}/{total} trials, {left}' : '{value}/{total}, {left}';
  const single = new SingleBar({ stream, format: shape, barsize: 30, barCompleteChar: '█', barIncompleteChar: '░', hideCursor: true, clearOnComplete: true, fps: 10, linewrap: false });
  single.start(total, 0, { left: '' });
  return {
    done: (count) => single.update(count, { left: timeLeft(startedMs, count, total) }),
    stop: () => single.stop(),
  };
}

function lines(total: number, stream: NodeJS.WriteStream): Progress {
  const startedMs = performance.now();
  const tenth = Math.ceil(total / 10);
  return {
    done: (count) => {
      if (count % tenth === 0 || count === total) stream.write(`${count}/${total} trials${count === total ? '' : `, ${timeLeft(startedMs, count, total)}`}\n`);
    },
    stop: () => {},
  };
}

function timeLeft(startedMs: number, count: number, total: number): string {
  const elapsedMs = performance.now() - startedMs;
  return `${duration((elapsedMs / count) * (total - count))} left`;
}

/** `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
