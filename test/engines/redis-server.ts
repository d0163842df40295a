import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { emptyFolder } from '../cli/command.ts';

if (spawnSync('redis-server', ['--version']).error) throw new Error('these tests need a Redis, and there is none: bash test/install-system.sh (apt-get install redis-server)');

/** A Redis of the tests' own, with an append-only file, that can be killed and started again. */
export class RedisServer {
  readonly port: number;
  readonly address: string;
  readonly #folder = emptyFolder();
  #process: ChildProcess | null = null;

  private constructor(port: number) {
    this.port = port;
    this.address = `redis://127.0.0.1:${port}`;
    process.on('exit', () => this.#process?.kill('SIGKILL'));
  }

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    const child = spawn('redis-server', ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#folder, '--appendonly', 'yes', '--save', ''], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#process = child;
    let said = '';
    for await (const data of child.stdout) {
      said += String(data);
      if (said.includes('Ready to accept connections')) break;
    }
    if (!said.includes('Ready to accept connections')) throw new Error(`redis-server did not start: ${said}`);
  }

  async kill(): Promise<void> {
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** What redis-cli answers. */
  ask(...words: readonly string[]): readonly string[] {
    const { stdout } = spawnSync('redis-cli', ['-p', String(this.port), ...words], { encoding: 'utf8' });
    return stdout.trim().split('\n').filter((line) => line !== '');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
