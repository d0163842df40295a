import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import { equal, is, match, ok } from 'uvu/assert';
import { emptyFolder, vhostLab } from './command.ts';

const test = suite('cli: run --trace');
const run = (out: string, ...more: readonly string[]) => vhostLab('run', 'quick', '--requests', '100', '--out', out, ...more);

test('a trace is written beside the report, of the baseline, and says what it holds; the numbers are what they are without it', () => {
  const [folder, plain] = [emptyFolder(), emptyFolder()];
  const { code, out } = run(folder, '--trace', join(folder, 'trace.json'));
  is(code, 0);
  match(out, `trace:   ${folder}/trace.json (vhe/vhost, blk, fio:randread-4k: all 100 measured requests)`);
  equal(readdirSync(folder), ['quick.html', 'quick.json', 'trace.json']);
  const { traceEvents, otherData } = JSON.parse(readFileSync(join(folder, 'trace.json'), 'utf8')) as { readonly traceEvents: readonly unknown[]; readonly otherData: { readonly system: string; readonly holds: string } };
  ok(traceEvents.length > 1000);
  equal([otherData.system, otherData.holds], ['vhe/vhost', 'all 100 measured requests']);
  run(plain);
  is(readFileSync(join(folder, 'quick.json'), 'utf8'), readFileSync(join(plain, 'quick.json'), 'utf8'));
});

test('another trial is chosen by its system or by its number, another format by the ending or by name', () => {
  const folder = emptyFolder();
  match(run(folder, '--trace', join(folder, 'a.txt'), '--trace-trial', 'static-partition/user-thread').out, /trace: .*a\.txt \(static-partition\/user-thread, /);
  match(readFileSync(join(folder, 'a.txt'), 'utf8'), /^# tracer: nop\n[^]* kvm_exit: TRAP: HSR_EC: 0x0024 \(DABT_LOW\), PC: /);
  match(run(folder, '--trace', join(folder, 'b'), '--trace-format', 'folded', '--trace-trial', '1').out, /trace: .*b \(/);
  match(readFileSync(join(folder, 'b'), 'utf8'), /^[^;\n]+(;[^;\n]+)+ \d+$/m);
});

test('what cannot be traced is refused before anything runs', () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, 'in-the-way.json'));
  const refused: readonly (readonly [args: readonly string[], says: RegExp])[] = [
    [['--trace', 'x.xml'], /^--trace x\.xml: its ending names no format/m],
    [['--trace', 'x.json', '--trace-format', 'chrom'], /^--trace-format: unknown format: chrom \(did you mean chrome\?\)/m],
    [['--trace', 'x.json', '--trace-trial', '4'], /^--trace-trial: 4 \(this suite has trials 1 to 3\)/m],
    [['--trace', 'x.json', '--trace-trial', 'xen/el2'], /^--trace-trial: xen\/el2 is not in this suite \(it has vhe\/vhost, /m],
    [['--trace', 'x.json', '--trace-trial', 'vhe/vhots'], /did you mean/],
    [['--trace', join(folder, 'quick.json')], /the run writes its own quick\.json there/],
    [['--trace', join(folder, 'in-the-way.json')], /it is a folder/],
    [['--trace', '/proc/nowhere/x.json'], /^cannot write to folder \/proc\/nowhere: /m],
    [['--trace-trial', '1'], /^--trace-trial: there is no --trace/m],
  ];
  for (const [args, says] of refused) {
    const { code, out, err } = run(folder, ...args);
    is(code, 2, args.join(' '));
    is(out, '', args.join(' '));
    match(err, says);
  }
  equal(readdirSync(folder), ['in-the-way.json']);
});

test.run();
