import type { Machine, WakePaths } from '../machine/machine.ts';
import type { Path } from '../machine/path.ts';
import type { VcpuPlace } from '../machine/vcpu.ts';
import type { Piece } from './critical-path.ts';
import type { HandOverTold, Life, Recording } from './recording.ts';
import { stepOf } from './recording.ts';

type Of<What extends HandOverTold['what']> = Extract<HandOverTold, { what: What }>;

const places: Readonly<Record<VcpuPlace, string>> = {
  'in guest': 'the vCPU is in its guest', exited: 'the vCPU has left its guest and runs in the host or waits for its core', polling: 'the vCPU halt-polls',
  blocked: 'the vCPU is blocked', wfi: 'the vCPU waits in a native WFI', spinning: 'the vCPU spins at EL2 with interrupts masked',
};

/** Says which state made a branch be taken, from what the observer was told around it. */
export function becauseOf(machine: Machine, recording: Recording, life: Life): (piece: Piece) => string | null {
  return (piece) => {
    const { span, core, kind, cause } = piece;
    if (kind === 'flight') return cause?.by == null ? 'the device raises its interrupt' : `${cause.by.name} and ${core?.name} are different cores`;
    if (kind === 'run queue') return `${span?.thread?.name ?? 'somebody else'} has the core`;
    if (kind === 'busy core') return `${core?.name} is not done with: ${span?.path?.name ?? span?.stretch?.name ?? 'its work for others'}`;
    if (kind === 'behind others') return 'whoever is to go on waits for something else first';
    if (kind === 'device' || span === null || core === null) return null;
    switch (span.doing) {
      case 'leaving idle':
        return span.path === machine.paths.wfiWake ? 'the guest waits in a WFI that is not trapped' : `nothing runs on ${core.name}`;
      case 'switch':
        return span.thread === null ? `${span.next?.name ?? 'nobody'} is the first to want ${core.name}` : `${span.thread.name} gives ${core.name} to ${span.next?.name ?? 'nobody'}`;
      case 'entry':
        return entered(recording, piece);
      case 'exit':
        return 'another thread is to have the core';
      case 'errand':
        return errand(machine, recording, piece);
      default:
        return path(recording, life, piece);
    }
  };
}

/** The hand-over that a span's end leads to. */
function after<W extends HandOverTold['what']>(recording: Recording, { span }: Piece, what: W): Of<W> | null {
  if (span === null) return null;
  const spans = recording.spansOf(span.core);
  const until = spans[recording.spanBefore(span.core, span.seq) + 2]?.seq ?? span.seq + 8;
  return recording.handOversWithin(span.seq, until).find((it): it is Of<W> => it.what === what && it.by === span.core) ?? null;
}

function errand(machine: Machine, recording: Recording, piece: Piece): string | null {
  const { cause, span } = piece;
  const injected = after(recording, piece, 'injected');
  if (injected !== null) return `${places[injected.found]}${injected.then === 'coalesced' ? ', and the interrupt is pending already' : ''}`;
  const wake = wakePlace(machine, span?.path ?? null);
  if (wake !== null) return `${after(recording, piece, 'thread woken')?.thread.name ?? 'it'} sleeps; ${wake}`;
  if (cause?.what === 'interrupt taken') return cause.leavesGuest ? 'the interrupt finds a guest on this core' : 'no guest runs on this core';
  const sent = after(recording, piece, 'interrupt sent');
  return sent === null ? null : `the other side sleeps on ${sent.to.name}`;
}

function wakePlace({ paths }: Machine, path: Path | null): string | null {
  const among = ({ local, busyCore, idleCore }: WakePaths): string | null =>
    path === local ? 'its core is this one' : path === busyCore ? 'its core is busy' : path === idleCore ? 'its core is idle' : null;
  return among(paths.wake) ?? among(paths.wakeVcpu);
}

function entered(recording: Recording, { span }: Piece): string | null {
  if (span === null) return null;
  const left = recording.lastHandOver(span.core, span.seq, -1, (it): it is Of<'guest left'> => it.what === 'guest left' && it.vcpu === span.thread?.vcpu);
  const where = left === null ? null : { el2: 'at EL2', kernel: 'in the kernel', user: 'in the VMM' }[left.weight];
  return where === null ? null : `the exit was handled ${where}`;
}

/** A path of a thread: what it met when it began. */
function path(recording: Recording, life: Life, { span, until }: Piece): string | null {
  if (span === null) return null;
  if (span.path?.steps.some(({ counts }) => counts.includes('kick')) === true) {
    return stepOf(life, 'kick due') === undefined ? 'the access leaves the guest' : 'the device has asked for a kick for this buffer';
  }
  if (span.path?.steps.some(({ counts }) => counts.includes('interrupt')) === true) return 'interrupts are not masked in the guest';
  const before = recording.spansOf(span.core)[recording.spanBefore(span.core, span.seq)];
  if (before?.stretch?.role === 'polling') return `${span.thread?.name} polls: it sees what happens at once, and nobody wakes it`;
  if (before?.stretch?.name === 'guest spin') return 'the driver spins on the used ring';
  if (before?.doing === 'switch' && until !== 'collected') return `${span.thread?.name} slept`;
  return null;
}
