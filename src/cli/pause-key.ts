import type { Engine } from '../engines/engine.ts';

const CTRL_C = '\u0003';
const CTRL_Z = '\u001a';

/** Where a person sits at a terminal, `p` pauses a run and goes on with it. Ctrl-C and Ctrl-Z mean what they always do. */
export function pauseKey(engine: Engine, interrupt: () => void): { readonly stop: () => void } {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) return { stop: () => {} };
  let paused = false;
  const raw = (): void => void stdin.setRawMode(true);
  const pressed = (keys: Buffer): void => {
    for (const key of keys.toString()) {
      if (key === CTRL_C) interrupt();
      else if (key === CTRL_Z) {
        stdin.setRawMode(false);
        process.kill(process.pid, 'SIGTSTP');
      } else if (key === 'p') {
        paused = !paused;
        if (paused) engine.pause();
        else engine.resume();
        stderr.write(paused ? '\npaused: p goes on\n' : 'going on\n');
      }
    }
  };
  raw();
  process.on('SIGCONT', raw);
  stdin.on('data', pressed).resume();
  return {
    stop() {
      process.off('SIGCONT', raw);
      stdin.off('data', pressed).pause();
      stdin.setRawMode(false);
    },
  };
}
