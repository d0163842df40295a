import { spawn, type ChildProcess } from 'node:child_process';
import { cli, root } from './command.ts';

const children = new Set<ChildProcess>();
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));

/** A `vhost-lab` that runs beside the test; it ends with the test at the latest. */
export class Spawned {
  err = '';
  /** Its exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;
  #look: () => void = () => {};

  constructor(words: readonly string[], command = cli) {
    this.#child = spawn(process.execPath, [command, ...words], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child.stderr?.on('data', (data: Buffer) => {
      this.err += data.toString();
      this.#look();
    });
    this.ended = new Promise((resolve) => this.#child.on('close', (code) => {
      children.delete(this.#child);
      resolve(code);
      this.#look();
    }));
    children.add(this.#child);
  }

  /** Waits until it has said so. */
  async until(said: (err: string) => boolean): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#look = () => {
        if (said(this.err)) resolve();
        else if (this.#child.exitCode !== null || this.#child.signalCode !== null) reject(new Error(`it ended: ${this.err}`));
      };
      this.#look();
    });
  }

  async kill(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    return this.ended;
  }
}
