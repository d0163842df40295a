import { costs } from '../machine/costs.ts';
import type { CostId } from '../machine/costs.ts';
import type { HandOver } from '../machine/observer.ts';
import type { ExceptionLevel, Role, Step } from '../machine/step.ts';
import type { Piece, PieceKind } from './critical-path.ts';
import { phaseOf } from './phase.ts';
import type { Phase } from './phase.ts';
import type { Provenance } from './spec.ts';

/** Where a number comes from. */
export interface Source {
  readonly kind: Provenance;
  readonly source: string;
}

/** One line of an explanation: a cost at its place, or a wait; times in ps from the request's start. */
export interface ExplainedStep {
  /** Steps of one number are parts of one path. */
  readonly part: number;
  readonly at_ps: number;
  readonly duration_ps: number;
  readonly phase: Phase;
  readonly kind: PieceKind;
  /** Null for the device. */
  readonly core: string | null;
  readonly vm: string;
  readonly el: ExceptionLevel | null;
  readonly thread: string | null;
  readonly role: Role | null;
  /** What happens, in the field's words. */
  readonly says: string;
  /** The path or stretch that it is a part of. */
  readonly path: string;
  readonly cost: CostId | null;
  /** Visits, or bytes where the price is per byte. */
  readonly times: number;
  readonly source: Source | null;
  /** The state that made this branch be taken; of a path's first step. */
  readonly because: string | null;
}

/** What the steps of an explanation need to know beside their pieces. */
export interface Setting {
  readonly pricePs: (cost: CostId) => number;
  readonly sourceOf: (cost: CostId) => Source;
  /** Which VM spends time in a role at a level. */
  readonly vmOf: (role: Role, el: ExceptionLevel) => string;
  readonly because: (piece: Piece) => string | null;
}

/** The steps of some pieces: a path's price is spread over its costs, so that they sum to the pieces exactly. */
export function explainedSteps(pieces: readonly Piece[], startPs: number, setting: Setting): readonly ExplainedStep[] {
  return pieces.flatMap((piece, part) => {
    const { span, kind } = piece;
    const because = setting.because(piece);
    return kind === 'work' && span !== null && span.path !== null ? ofPath(piece, part, span.path.steps, span.bytes, startPs, setting, because) : [ofWait(piece, part, startPs, setting, because)];
  });
}

function ofPath(piece: Piece, part: number, list: readonly Step[], bytes: number, startPs: number, { pricePs, sourceOf, vmOf }: Setting, because: string | null): readonly ExplainedStep[] {
  let at = piece.fromPs - startPs;
  return list.map(({ cost, el, role, times }, i) => {
    const visits = times * (costs[cost].per === 'byte' ? bytes : 1);
    const duration = visits * pricePs(cost);
    const step: ExplainedStep = {
      ...placed(piece, part), at_ps: at, duration_ps: duration, vm: vmOf(role, el), el, role,
      says: costs[cost].says, path: piece.span?.path?.name ?? '', cost, times: visits, source: sourceOf(cost), because: i === 0 ? because : null,
    };
    at += duration;
    return step;
  });
}

/** Elapsed time and waits: an interrupt's flight has a price where it is whole. */
function ofWait(piece: Piece, part: number, startPs: number, { pricePs, sourceOf, vmOf }: Setting, because: string | null): ExplainedStep {
  const { kind, span, fromPs, toPs } = piece;
  const stretch = span?.stretch ?? null;
  const flight = kind === 'flight' ? flightCost(piece) : null;
  const cost = flight !== null && pricePs(flight) === toPs - fromPs ? flight : null;
  const worked = kind === 'work' && stretch !== null;
  return {
    ...placed(piece, part), at_ps: fromPs - startPs, duration_ps: toPs - fromPs,
    vm: worked ? vmOf(stretch.role, stretch.el) : kind === 'device' ? 'device' : 'hardware', el: worked ? stretch.el : null, role: worked ? stretch.role : null,
    says: cost !== null ? costs[cost].says : saysOfWait(piece), path: worked ? stretch.name : kind, cost, times: cost === null ? 0 : 1, source: cost === null ? null : sourceOf(cost), because,
  };
}

/** What a whole flight of an interrupt is priced as. */
export const flightCost = ({ cause }: Piece): CostId => (cause?.by == null ? 'dev_irq_delay' : 'ipi_flight');

function placed({ from, until, kind, core, span }: Piece, part: number): Pick<ExplainedStep, 'part' | 'phase' | 'kind' | 'core' | 'thread'> {
  return { part, phase: phaseOf({ from, until }), kind, core: core?.name ?? null, thread: span?.thread?.name ?? null };
}

function saysOfWait({ kind, span, cause }: Piece): string {
  switch (kind) {
    case 'work':
      return span?.stretch?.name ?? 'time passes';
    case 'flight':
      return `an interrupt is on its way (${isInterrupt(cause) ? cause.interrupt.name : 'sent before'})`;
    case 'device':
      return 'the device works: queue, bus and service time, or the wire and the peer';
    case 'run queue':
      return 'waits on the run queue for its core';
    case 'busy core':
      return 'waits until the core has finished something else';
    case 'behind others':
      return 'waits while others are served';
  }
}

function isInterrupt(cause: HandOver | null): cause is Extract<HandOver, { what: 'interrupt sent' }> {
  return cause?.what === 'interrupt sent';
}
