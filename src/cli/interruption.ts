/** Somebody's wish that a run ends: Ctrl-C, or a polite kill. The first ends it cleanly, a second at once. */
export interface Interruption {
  readonly signal: AbortSignal;
  readonly interrupt: () => void;
  /** From here on signals mean what they mean to any program. */
  readonly stop: () => void;
}

export function interruption(): Interruption {
  const stopping = new AbortController();
  const interrupt = (): void => {
    if (stopping.signal.aborted) process.exit(130);
    stopping.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  return { signal: stopping.signal, interrupt, stop: () => void process.off('SIGINT', interrupt).off('SIGTERM', interrupt) };
}
