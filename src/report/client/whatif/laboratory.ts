/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { TrialResult } from '../../../experiment/results.ts';
import type { TrialSpec } from '../../../experiment/spec.ts';
import { html } from '../../markup.ts';
import type { Verdict } from '../../verdict.ts';
import { answerNow, answerSaid, verdictOver } from '../../whatif/answer-now.ts';
import { drawings } from '../../whatif/drawing.ts';
import { followed } from '../../whatif/followed.ts';
import type { Followed } from '../../whatif/followed.ts';
import { outcomeTable } from '../../whatif/outcome.ts';
import type { Standing } from '../../whatif/outcome.ts';
import type { Overrides } from '../../whatif/overrides.ts';
import { cpuTimeOf, previewed, priceChanges } from '../../whatif/preview.ts';
import type { LifeOf } from '../../lives/lives.ts';
import type { Answered, Asked, Measured } from '../../whatif/simulated.ts';
import type { Subject, WhatIf } from '../../whatif/what-if.ts';
import type { LivesView } from '../lives.ts';
import type { Simulators } from './simulators.ts';
import { Stopwatch } from './stopwatch.ts';

/** What follows from what was changed, once it is simulated: to be heard, and to be drawn where the page has charts; null where nothing is changed. */
export type Settled = (said: string, followed: Followed | null) => void;

/** A hand that rests for so long, in ms, waits for the simulation. */
const REST_MS = 16;

/** What is known of a system: simulated under which settings. */
interface Known {
  readonly overrides: Overrides;
  readonly answer: Answered;
}

/** Simulates the chosen systems of one point whenever something is changed, and draws what is known at every moment. */
export class Laboratory {
  private readonly stopwatch = new Stopwatch();
  private overrides: Overrides = {};
  private readonly asRun = new Map<string, Measured>();
  private readonly now = new Map<string, Known>();
  private timer = 0;
  private frame = 0;
  private afterwards: (() => void) | null = null;
  private waitingFor = 0;
  private readonly place: HTMLElement;
  private readonly data: WhatIf;
  private readonly simulators: Simulators;
  private readonly settled: Settled;
  private readonly lives: LivesView | null;
  private subject: Subject;
  private systems: readonly string[] = [];

  constructor(place: HTMLElement, data: WhatIf, simulators: Simulators, subject: Subject, settled: Settled, lives: LivesView | null) {
    this.place = place;
    this.data = data;
    this.simulators = simulators;
    this.subject = subject;
    this.settled = settled;
    this.lives = lives;
    if (lives !== null) lives.chosen = () => this.simulate(null);
    new ResizeObserver(() => this.drawSoon()).observe(place);
  }

  /** Another point, or other systems, or a link; of another point nothing is known yet. */
  look(subject: Subject, systems: readonly string[], overrides: Overrides): void {
    if (subject !== this.subject) {
      this.asRun.clear();
      this.now.clear();
    }
    this.subject = subject;
    this.systems = systems;
    this.overrides = overrides;
    this.place.ariaBusy = 'true';
    this.simulate(null);
  }

  /** Something was changed at a moment of the page's clock. */
  change(overrides: Overrides, movedMs: number): void {
    this.overrides = overrides;
    this.place.ariaBusy = 'true';
    this.drawSoon();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.simulate(movedMs), REST_MS);
  }

  private simulate(movedMs: number | null): void {
    const { overrides, systems } = this;
    const asRun = systems.filter((system) => !this.asRun.has(system)).map((system) => ({ system, overrides: {} }));
    const changed = Object.keys(overrides).length === 0 ? [] : systems.map((system) => ({ system, overrides }));
    if (changed.length === 0) for (const [system, result] of this.asRun) this.now.set(system, { overrides, answer: { id: 0, result } });
    const wanted = [...asRun, ...changed];
    this.waitingFor = wanted.length;
    const lives = this.livesAt(overrides);
    const lived: LifeOf[] = [];
    let living = lives.length;
    this.simulators.run([...wanted.map((one) => ({ want: 'trial' as const, spec: this.spec(one.system), overrides: one.overrides })), ...lives], (index, answer) => {
      if (index >= wanted.length) {
        if ('life' in answer) lived.push(answer.life);
        if (--living === 0) this.lives?.put(lived);
        return;
      }
      const { system } = wanted[index];
      if (index < asRun.length && 'result' in answer) this.asRun.set(system, answer.result);
      if (index >= asRun.length || changed.length === 0) this.now.set(system, { overrides, answer });
      this.waitingFor--;
      this.drawSoon(this.waitingFor === 0 ? () => this.finished(asRun.length > 0 ? null : movedMs) : undefined);
    });
    if (lives.length === 0) this.lives?.put([]);
    this.drawSoon(this.waitingFor === 0 ? () => this.finished(null) : undefined);
  }

  /** What the diagrams of the page need to follow: the systems that they show, as the report asked of them. */
  private livesAt(overrides: Overrides): readonly Omit<Asked, 'id'>[] {
    const shown = this.lives?.shown();
    const subject = this.data.subjects.find(({ device }) => device === shown?.device);
    if (shown === undefined || subject === undefined || Object.keys(overrides).length === 0) return [];
    return [...new Set(shown.systems)].map((system) => ({ want: 'life', spec: this.spec(system, subject), overrides }));
  }

  private spec(system: string, { asked, profile }: Subject = this.subject): TrialSpec {
    return { ...asked, system, profile: this.data.profiles[profile] };
  }

  /** Everything that was asked for is drawn; measured only where a movement was what asked for it, and for nothing else. */
  private finished(movedMs: number | null): void {
    if (this.standings().some(({ settled }) => !settled)) return;
    if (movedMs !== null) this.stopwatch.add(performance.now() - movedMs);
    const { requests, replications } = this.subject.asked;
    this.fill('.speed', html`${this.systems.length} systems, each ${replications} × ${requests} requests, on ${this.simulators.count} ${this.simulators.count === 1 ? 'worker' : 'workers'}.${this.stopwatch.says()}`.markup);
    this.place.ariaBusy = 'false';
    const now = this.trials((system) => this.resultNow(system));
    const verdict = verdictOver(now, this.data.suite);
    const changed = Object.keys(this.overrides).length > 0;
    this.settled(verdict === null ? '' : answerSaid(verdict, now.length), changed ? followed(now, this.trials((system) => this.asRun.get(system) ?? null), this.data.suite) : null);
  }

  private resultNow(system: string): Measured | null {
    const answer = this.now.get(system)?.answer;
    return answer !== undefined && 'result' in answer ? answer.result : null;
  }

  private trials(of: (system: string) => Measured | null): readonly TrialResult[] {
    return this.systems.flatMap((system) => {
      const result = of(system);
      return result === null ? [] : [{ ...result, spec: this.spec(system) }];
    });
  }

  private verdict(of: (system: string) => Measured | null): Verdict | null {
    return verdictOver(this.trials(of), this.data.suite);
  }

  private standings(): readonly Standing[] {
    return this.systems.map((system): Standing => {
      const known = this.now.get(system);
      const settled = known?.overrides === this.overrides;
      const now = this.resultNow(system);
      const changes = now === null || known === undefined ? null : priceChanges(this.data.costs[this.subject.profile], this.subject.asked.params, known.overrides, this.overrides, this.data.profiles[this.subject.profile].instructions_per_ns);
      return {
        system, settled, now, asRun: this.asRun.get(system) ?? null,
        cpu: now === null || changes === null ? null : settled ? cpuTimeOf(now) : previewed(now, changes),
        refused: settled && known !== undefined && 'refused' in known.answer ? known.answer.refused : null,
      };
    });
  }

  /** Draws at the next frame; `then` runs once that is on the screen. */
  private drawSoon(then?: () => void): void {
    if (then !== undefined) this.afterwards = then;
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.draw();
      if (this.afterwards !== null) setTimeout(this.afterwards);
      this.afterwards = null;
    });
  }

  private draw(): void {
    const standings = this.standings();
    const unit = [...this.asRun.values()][0]?.unit ?? 'time';
    const whole = standings.every(({ settled }) => settled);
    const now = this.verdict((system) => this.resultNow(system));
    const drawing = this.place.querySelector<HTMLElement>('.drawing');
    const width = Math.max(260, Math.min(720, Math.floor((drawing?.clientWidth ?? 600) / (drawing && drawing.clientWidth > 640 ? 2.1 : 1))));
    // Half of an answer would be another answer.
    if (whole) this.fill('.verdict', answerNow(now, this.verdict((system) => this.asRun.get(system) ?? null))?.markup ?? '');
    this.fill('.drawing', now === null ? '' : drawings(standings, now.point.objective, unit, width).markup);
    this.fill('.scroll', outcomeTable(standings, unit, this.data.suite.baseline).markup);
  }

  private fill(place: string, markup: string): void {
    const element = this.place.querySelector(place);
    if (element) element.innerHTML = markup;
  }
}
