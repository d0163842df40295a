import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { leavingOnlyToWait } from '../src/passing.mjs';

const test = suite('processes as they are built');

test('a process is left only where it has to wait', () => {
  is(leavingOnlyToWait('    thread.run(paths.sleep);\n    yield;\n'), '    if (thread.run(paths.sleep))\n    yield;\n');
  is(leavingOnlyToWait('vcpu.thread.run(of(a(1), b), bytes[n]);\nyield;'), 'if (vcpu.thread.run(of(a(1), b), bytes[n]))\nyield;');
  is(leavingOnlyToWait('this.#vcpu.thread.run(path);\nyield;'), 'if (this.#vcpu.thread.run(path))\nyield;');
  const others = 'thread.wait(bell);\nyield;\nthread.run(path);\nother();\nyield;\n';
  is(leavingOnlyToWait(others), others);
});

test('every path that a process runs is found', () => {
  const plain: string[] = [];
  let found = 0;
  for (const folder of ['machine', 'hypervisors', 'backends', 'devices', 'workloads']) {
    for (const file of readdirSync(join('src', folder)).filter((name) => name.endsWith('.ts'))) {
      const built = leavingOnlyToWait(readFileSync(join('src', folder, file), 'utf8'));
      found += built.match(/if \([\w.#]*thread\.run\(/g)?.length ?? 0;
      for (const line of built.split('\n')) if (/^\s*[\w.#]*thread\.run\(.*;$/.test(line)) plain.push(`${folder}/${file}: ${line.trim()}`);
    }
  }
  equal(plain, []);
  ok(found > 80, `${found} paths`);
});

test.run();
