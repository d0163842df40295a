import { microTests } from '../../experiment/micro-bench.ts';
import { quoted } from '../../experiment/quoted.ts';
import type { Finding, Tool } from './tool.ts';

/** What each test does; null where the model has no operation for it. */
const operations: typeof microTests = { ...microTests, timer_10ms: null };

/** Repetitions of a test that is not cut off after five seconds. */
const TIMES = 65_536;

/** `name   total ns   avg ns`, both with a fraction digit; that of the average is no true remainder. */
const row = /^(\w+) +(\d+)\.(\d+) +(\d+)\.(\d+) *$/;

/** arm/micro-bench.c of kvm-unit-tests. Its average is an integer quotient, so the total is divided again where the repetitions are known. */
export const kvmUnitTests: Tool = {
  title: 'kvm-unit-tests micro-bench',
  recognises: (text) => /^name +total ns +avg ns *$/m.test(text),
  read({ lines, fail }) {
    const head = lines.findIndex((line) => /^name +total ns +avg ns *$/.test(line));
    const findings: Finding[] = [];
    const notes: string[] = [];
    lines.forEach((line, i) => {
      if (i <= head || /^-*\s*$/.test(line) || /^(EXIT|PASS|SUMMARY|INFO|\+)/.test(line)) return;
      const skipped = /^(\w+) test skipped\s*$/.exec(line);
      if (skipped !== null) return void notes.push(`${skipped[1]} was skipped: the machine cannot do it`);
      const [, name, total, , average] = row.exec(line.trimEnd()) ?? fail(i + 1, `${quoted(line)} is no row of the table (NAME, total ns and avg ns; cut off?)`);
      const known = Object.hasOwn(operations, name) ? operations[name] : fail(i + 1, `unknown test: ${quoted(name)} (known: ${Object.keys(operations).join(', ')})`);
      if (known === null) return void notes.push(`${name}: no operation of the workload micro`);
      const whole = Number(average);
      const exact = Number(total) / TIMES;
      const all = Math.floor(exact) === whole;
      findings.push({
        id: name, workload: 'micro', set: { 'workload.operation': known.operation, ...known.set }, metric: 'latency.mean',
        value: all ? Number(exact.toFixed(1)) : whole + 0.5, unit: 'ns', tolerance: 1,
      });
    });
    if (findings.length + notes.length === 0) fail(lines.length, 'no test stands below the head of the table (cut off?)');
    return { title: 'kvm-unit-tests micro-bench', findings, notes };
  },
};
