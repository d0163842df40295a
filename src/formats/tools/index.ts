import { quoted } from '../../experiment/quoted.ts';
import { fioResults } from './fio-results.ts';
import { ftrace } from './ftrace.ts';
import { kvmUnitTests } from './kvm-unit-tests.ts';
import { lmbench } from './lmbench.ts';
import { perfBench } from './perf-bench.ts';
import { perfKvmStat } from './perf-kvm-stat.ts';
import type { Reading, Tool, ToolOptions } from './tool.ts';

/** Every tool whose output is read. */
export const tools = {
  'kvm-unit-tests': kvmUnitTests,
  'perf-bench': perfBench,
  lmbench,
  'perf-kvm-stat': perfKvmStat,
  fio: fioResults,
  ftrace,
} as const satisfies Readonly<Record<string, Tool>>;

/** Letters that no tool prints: the file is binary, or was damaged. */
const odd = /[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f\ufffd]/;

/** Reads the output of whichever tool it is; of another kind, cut off or with odd letters it is refused with the line. */
export function readTool(text: string, file: string, options: ToolOptions = {}): Reading {
  const lines = text.split(/\r?\n/);
  const fail = (line: number, says: string): never => {
    throw new Error(`${file}:${line}: ${says}`);
  };
  const oddLine = lines.findIndex((line) => odd.test(line));
  if (oddLine >= 0) fail(oddLine + 1, `${quoted(odd.exec(lines[oddLine])?.[0] ?? '')} is no letter of a text (a binary file, or damaged?)`);
  const tool: Tool | undefined = Object.values(tools).find(({ recognises }) => recognises(text));
  if (tool === undefined) return fail(1, `not the output of a tool that is read here (${Object.values(tools).map(({ title }) => title).join('; ')})`);
  return tool.read({ text, file, lines, fail }, options);
}
