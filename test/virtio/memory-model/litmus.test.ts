import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { constant, from, type Barrier, type Line, type Operand } from '../../../src/virtio/memory-model/program.ts';
import { search } from '../../../src/virtio/memory-model/search.ts';
import { makeSystem } from '../../../src/virtio/memory-model/system.ts';

const test = suite('memory model: litmus tests of Armv8');

const at0 = constant(0);
/** A value that depends on a register and is always the given one. */
const depending = (on: string, value = 0): Operand => from([on], () => value);
const R = (into: string, region: string, at: Operand = at0): Line => ({ op: 'load', into, region, at, role: '' });
const W = (region: string, value: number | Operand = 1, at: Operand = at0): Line => ({ op: 'store', region, at, value: typeof value === 'number' ? constant(value) : value, role: '' });
const acquire = (into: string, region: string): Line => ({ op: 'load', into, region, at: at0, acquire: true, role: '' });
const dmb = (kind: Barrier): Line => ({ op: 'barrier', kind });
/** A control dependency: what follows stands behind a branch on the register, whichever way it goes. */
const ctrl = (on: string, label: string): readonly Line[] => [{ op: 'branch', when: from([on], (value) => value), to: label }, { op: 'label', name: label }];
/** What follows is only reached when the register is not 0. */
const onlyIf = (on: string): Line => ({ op: 'branch', when: from([on], (value) => (value === 0 ? 1 : 0)), to: 'end' });
const end: Line = { op: 'label', name: 'end' };
const SY = dmb('dmb ish');
const ST = dmb('dmb ishst');
const LD = dmb('dmb ishld');

const named = (threads: readonly (readonly Line[])[]) => Object.fromEntries(threads.map((lines, i) => [`P${i}`, lines]));
const memory = { x: [0], y: [0], z: [0] };

/** Whether some execution ends with these registers (`thread:register`) and words of memory. */
function allows(threads: readonly (readonly Line[])[], outcome: Readonly<Record<string, number>>, reduced = false): boolean {
  const system = makeSystem({ threads: named(threads), memory, everyGuess: !reduced });
  return search(system, { reduce: reduced }).ends.some(({ memory, threads: ended }) =>
    Object.entries(outcome).every(([what, value]) => {
      const [thread, name] = what.split(':');
      if (name === undefined) return memory[system.regions.find((region) => region.name === what)?.base ?? -1] === value;
      return ended[Number(thread)].registers[system.programs[Number(thread)].registers.indexOf(name)] === value;
    }),
  );
}

interface Litmus {
  readonly threads: readonly (readonly Line[])[];
  readonly outcome: Readonly<Record<string, number>>;
  readonly allowed: boolean;
}

const SB = { '0:r': 0, '1:r': 0 };
const sb = (one: readonly Line[], other: readonly Line[]) => [[W('x'), ...one, R('r', 'y')], [W('y'), ...other, R('r', 'x')]];
const MP = { '1:r': 1, '1:s': 0 };
const mp = (write: readonly Line[], read: readonly Line[], second: Line = R('s', 'x')) => [[W('x'), ...write, W('y')], [R('r', 'y'), ...read, second, end]];
const LB = { '0:r': 1, '1:r': 1 };
const lb = (one: readonly Line[], other: readonly Line[]) => [[R('r', 'x'), ...one], [R('r', 'y'), ...other]];
const S = { x: 2, '1:r': 1 };
const s = (write: readonly Line[], read: readonly Line[], store: Line = W('x', 1)) => [[W('x', 2), ...write, W('y')], [R('r', 'y'), ...read, store]];
const R_ = { y: 2, '1:r': 0 };
const r = (one: readonly Line[], other: readonly Line[]) => [[W('x'), ...one, W('y', 1)], [W('y', 2), ...other, R('r', 'x')]];
const twoPlusTwoW = (one: readonly Line[], other: readonly Line[]) => [[W('x', 1), ...one, W('y', 2)], [W('y', 1), ...other, W('x', 2)]];
const IRIW = { '1:r': 1, '1:s': 0, '3:r': 1, '3:s': 0 };
const iriw = (between: readonly Line[], at: Operand) => [[W('x')], [R('r', 'x'), ...between, R('s', 'y', at)], [W('y')], [R('r', 'y'), ...between, R('s', 'x', at)]];

const litmus: Readonly<Record<string, Litmus>> = {
  'SB': { threads: sb([], []), outcome: SB, allowed: true },
  'SB+dmb.sy+po': { threads: sb([SY], []), outcome: SB, allowed: true },
  'SB+dmb.sys': { threads: sb([SY], [SY]), outcome: SB, allowed: false },
  'SB+dmb.sts': { threads: sb([ST], [ST]), outcome: SB, allowed: true },
  'SB+dmb.sy+dmb.st': { threads: sb([SY], [ST]), outcome: SB, allowed: true },
  'SB+dmb.lds': { threads: sb([LD], [LD]), outcome: SB, allowed: true },
  'MP': { threads: mp([], []), outcome: MP, allowed: true },
  'MP+dmb.st+po': { threads: mp([ST], []), outcome: MP, allowed: true },
  'MP+po+dmb.ld': { threads: mp([], [LD]), outcome: MP, allowed: true },
  'MP+dmb.st+dmb.ld': { threads: mp([ST], [LD]), outcome: MP, allowed: false },
  'MP+dmb.sys': { threads: mp([SY], [SY]), outcome: MP, allowed: false },
  'MP+dmb.ld+dmb.ld': { threads: mp([LD], [LD]), outcome: MP, allowed: true },
  'MP+dmb.st+dmb.st': { threads: mp([ST], [ST]), outcome: MP, allowed: true },
  'MP+dmb.st+addr': { threads: mp([ST], [], R('s', 'x', depending('r'))), outcome: MP, allowed: false },
  'MP+dmb.st+acquire': { threads: [[W('x'), ST, W('y')], [acquire('r', 'y'), R('s', 'x')]], outcome: MP, allowed: false },
  'SB+dmb.sy+acquire': { threads: [[W('x'), SY, R('r', 'y')], [W('y'), acquire('r', 'x')]], outcome: SB, allowed: true },
  'SB+dmb.sy+dmb.st-acquire': { threads: [[W('x'), SY, R('r', 'y')], [W('y'), ST, acquire('r', 'x')]], outcome: SB, allowed: true },
  'LB+acquires': { threads: [[acquire('r', 'x'), W('y')], [acquire('r', 'y'), W('x')]], outcome: LB, allowed: false },
  'MP+dmb.st+ctrl': { threads: mp([ST], [onlyIf('r')]), outcome: MP, allowed: true },
  'MP+dmb.sy+addr-po': { threads: mp([SY], [W('z', 1, depending('r'))]), outcome: MP, allowed: true },
  'MP+dmb.sy+rsw': {
    threads: [[W('x'), SY, W('y')], [R('r', 'y'), R('p', 'z', depending('r')), R('q', 'z'), R('s', 'x', depending('q'))]],
    outcome: MP,
    allowed: true,
  },
  'PPOCA': {
    threads: [[W('x'), SY, W('y')], [R('r', 'y'), onlyIf('r'), W('z'), R('q', 'z'), R('s', 'x', depending('q')), end]],
    outcome: MP,
    allowed: true,
  },
  'PPOAA': {
    threads: [[W('x'), SY, W('y')], [R('r', 'y'), W('z', 1, depending('r')), R('q', 'z'), R('s', 'x', depending('q'))]],
    outcome: { ...MP, '1:q': 1 },
    allowed: false,
  },
  'LB': { threads: lb([W('y')], [W('x')]), outcome: LB, allowed: true },
  'LB+data+po': { threads: lb([W('y', depending('r', 1))], [W('x')]), outcome: LB, allowed: true },
  'LB+datas': { threads: lb([W('y', depending('r', 1))], [W('x', depending('r', 1))]), outcome: LB, allowed: false },
  'LB+addrs': { threads: lb([W('y', 1, depending('r'))], [W('x', 1, depending('r'))]), outcome: LB, allowed: false },
  'LB+ctrls': { threads: lb([...ctrl('r', 'c'), W('y')], [...ctrl('r', 'c'), W('x')]), outcome: LB, allowed: false },
  'LB+dmb.lds': { threads: lb([LD, W('y')], [LD, W('x')]), outcome: LB, allowed: false },
  'LB+dmb.sts': { threads: lb([ST, W('y')], [ST, W('x')]), outcome: LB, allowed: true },
  'LB+addr-pos': { threads: lb([R('q', 'z', depending('r')), W('y')], [R('q', 'z', depending('r')), W('x')]), outcome: LB, allowed: false },
  'S+dmb.st+po': { threads: s([ST], []), outcome: S, allowed: true },
  'S+dmb.st+data': { threads: s([ST], [], W('x', depending('r', 1))), outcome: S, allowed: false },
  'S+dmb.st+ctrl': { threads: s([ST], ctrl('r', 'c')), outcome: S, allowed: false },
  'R+dmb.sys': { threads: r([SY], [SY]), outcome: R_, allowed: false },
  'R+dmb.sy+dmb.st': { threads: r([SY], [ST]), outcome: R_, allowed: true },
  'R+dmb.st+dmb.sy': { threads: r([ST], [SY]), outcome: R_, allowed: false },
  '2+2W': { threads: twoPlusTwoW([], []), outcome: { x: 1, y: 1 }, allowed: true },
  '2+2W+dmb.st+po': { threads: twoPlusTwoW([ST], []), outcome: { x: 1, y: 1 }, allowed: true },
  '2+2W+dmb.sts': { threads: twoPlusTwoW([ST], [ST]), outcome: { x: 1, y: 1 }, allowed: false },
  'CoRR': { threads: [[W('x')], [R('r', 'x'), R('s', 'x')]], outcome: { '1:r': 1, '1:s': 0 }, allowed: false },
  'CoRR through an address': { threads: [[W('x')], [R('q', 'z'), R('r', 'x', depending('q')), R('s', 'x')]], outcome: { '1:r': 1, '1:s': 0 }, allowed: false },
  'CoWW': { threads: [[W('x', 1), W('x', 2)]], outcome: { x: 1 }, allowed: false },
  'CoWR': { threads: [[W('x', 1), R('r', 'x')], [W('x', 2)]], outcome: { '0:r': 0 }, allowed: false },
  'CoWR over a late address': { threads: [[R('q', 'z'), W('x', 1, depending('q')), R('r', 'x')]], outcome: { '0:r': 0 }, allowed: false },
  'CoRW': { threads: [[R('r', 'x'), W('x', 1)], [W('x', 2)]], outcome: { '0:r': 1 }, allowed: false },
  'CoRW2': { threads: [[R('r', 'x'), W('x', 1)], [W('x', 2)]], outcome: { '0:r': 2, x: 2 }, allowed: false },
  'SB with forwarding': { threads: [[W('x'), R('q', 'x'), R('r', 'y')], [W('y'), R('q', 'y'), R('r', 'x')]], outcome: { ...SB, '0:q': 1, '1:q': 1 }, allowed: true },
  'IRIW': { threads: iriw([], at0), outcome: IRIW, allowed: true },
  'IRIW+addrs': { threads: iriw([], depending('r')), outcome: IRIW, allowed: false },
  'IRIW+dmb.lds': { threads: iriw([LD], at0), outcome: IRIW, allowed: false },
  'WRC+addrs': {
    threads: [[W('x')], [R('r', 'x'), W('y', 1, depending('r'))], [R('r', 'y'), R('s', 'x', depending('r'))]],
    outcome: { '1:r': 1, '2:r': 1, '2:s': 0 },
    allowed: false,
  },
  'WRC+po+addr': { threads: [[W('x')], [R('r', 'x'), W('y')], [R('r', 'y'), R('s', 'x', depending('r'))]], outcome: { '1:r': 1, '2:r': 1, '2:s': 0 }, allowed: true },
  'ISA2+dmb.st+data+addr': {
    threads: [[W('x'), ST, W('y')], [R('r', 'y'), W('z', depending('r', 1))], [R('r', 'z'), R('s', 'x', depending('r'))]],
    outcome: { '1:r': 1, '2:r': 1, '2:s': 0 },
    allowed: false,
  },
};

for (const [name, { threads, outcome, allowed }] of Object.entries(litmus)) {
  test(`${name} is ${allowed ? 'allowed' : 'forbidden'}`, () => assert.is(allows(threads, outcome), allowed));
}

test('leaving out what nobody can see, and guesses that nothing comes from, changes no outcome', () => {
  for (const [name, { threads, outcome, allowed }] of Object.entries(litmus)) assert.is(allows(threads, outcome, true), allowed, name);
});

test('a notification comes behind the stores before it, as through writel', () => {
  assert.not(allows([[W('x'), { op: 'signal', signal: 'bell', role: '' }], [{ op: 'sleep', signal: 'bell', role: '' }, R('r', 'x')]], { '1:r': 0 }));
});

test('a notification is never sent on a guess', () => {
  const bell = { signal: 'bell', role: '' } as const;
  const zero = (on: string, to: string): Line => ({ op: 'branch', when: from([on], (value) => (value === 0 ? 1 : 0)), to });
  // Only the first of the two signals leaves z at 0, and it needs the y that is only written behind it.
  const ring: readonly Line[] = [R('r', 'y'), zero('r', 'other'), { op: 'signal', ...bell }, { op: 'jump', to: 'end' }, { op: 'label', name: 'other' }, W('z'), { op: 'signal', ...bell }, end];
  const listen: readonly Line[] = [{ op: 'sleep', ...bell }, R('q', 'z'), zero('q', 'write'), { op: 'jump', to: 'end' }, { op: 'label', name: 'write' }, W('y'), end];
  assert.ok(allows([ring, listen], { '0:r': 0, '1:q': 1 }));
  assert.not(allows([ring, listen], { '0:r': 1 }));
});

test('who sleeps and is never woken is lost', () => {
  const { loss } = search(makeSystem({ threads: named([[R('r', 'y'), onlyIf('r'), { op: 'signal', signal: 'bell', role: '' }, end], [{ op: 'sleep', signal: 'bell', role: '' }]]), memory }));
  assert.is(loss, 'lost');
});

test.run();
