import type { Results, TrialResult } from '../experiment/results.ts';
import { guestsPicture } from './charts/over-guests.ts';
import type { GuestsPoint } from './charts/over-guests.ts';
import { groupBy } from './group-by.ts';
import { guestsFigure } from './guests-figure.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { readable, wholeNumber } from './numbers.ts';
import { systemName } from './system-name.ts';

/** One question about neighbours: which workload answers it, and with which of its numbers. */
interface Question {
  readonly id: string;
  readonly workload: string;
  readonly title: string;
  readonly says: string;
  readonly scale: 'ratios' | 'per cent';
  readonly unit: string;
  value(trial: TrialResult): number;
}

const questions: readonly Question[] = [
  {
    id: 'cpu-left', workload: 'fixed-work', title: 'CPU left for a guest that computes, per cent of a core', scale: 'per cent', unit: '%',
    says: 'What a fixed amount of computing takes on a core of its own, divided by what it takes beside these neighbours. Where these are served slower they do less, and leave more.',
    value: ({ params, metrics }) => Number(params['workload.work']) / 10 / metrics.latency_us.mean,
  },
  {
    id: 'lateness', workload: 'timer', title: 'Timer lateness, p99, µs', scale: 'ratios', unit: 'µs',
    says: 'How late a task of the highest priority runs after its timer: 1 in 100 is later.',
    value: ({ metrics }) => metrics.latency_us.p99,
  },
  {
    id: 'masked', workload: 'timer', title: 'Longest time in which a guest could take no interrupt, µs', scale: 'ratios', unit: 'µs',
    says: 'In its handlers, and while its core spins at EL2 for an answer of whoever emulates its device.',
    value: ({ metrics }) => metrics.interrupts_masked_us.max,
  },
];

/** What neighbours do to a guest; nothing where no suite varies guests under a timer or fixed work. */
export async function neighboursSection({ trials, suite: { grid } }: Results): Promise<Markup | null> {
  if (grid.length !== 1 || grid[0] !== 'topology.guests') return null;
  const timed = trials.filter(({ unit }) => unit === 'time');
  const parts: Markup[] = [];
  for (const question of questions) {
    for (const [device, lot] of groupBy(timed.filter(({ workload }) => workload === question.workload), (trial) => trial.device)) {
      const known = lot.filter((trial) => Number.isFinite(question.value(trial)) && question.value(trial) > 0);
      if (new Set(known.map(guestsOf)).size > 1) parts.push(await part(question, device, known));
    }
  }
  return parts.length === 0 ? null : html`<section aria-labelledby="neighbours" class="lengths"><h2 id="neighbours">What neighbours do to a guest</h2>
<div class="charts wide">${parts}</div></section>`;
}

async function part(question: Question, device: string, trials: readonly TrialResult[]): Promise<Markup> {
  const { id, title, says, scale, unit } = question;
  const points = trials.map((trial): GuestsPoint => {
    const { hypervisor, variant } = systemName(trial.system);
    const value = question.value(trial);
    return { system: trial.system, panel: device, line: `${hypervisor}/${variant}`, guests: guestsOf(trial), value, tip: `${trial.system}\n${wholeNumber(guestsOf(trial))} guests: ${readable(value)} ${unit}` };
  });
  const table = { columns: ['system', 'guests', unit], rows: trials.map((trial) => [trial.system, guestsOf(trial), question.value(trial)]) };
  return html`<p class="lead">${sentence(question, trials)}</p>${await guestsFigure(`neighbours-${id}-${device}`, title, says, device, (width) => guestsPicture(points, [...new Set(points.map(({ line }) => line))], scale, width), table)}`;
}

/** From the fewest guests to the most, for the system that the neighbours trouble least and for the one they trouble most. */
function sentence({ value, unit, scale, title }: Question, trials: readonly TrialResult[]): string {
  const counts = trials.map(guestsOf);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  const at = (count: number) => trials.filter((trial) => guestsOf(trial) === count).toSorted((a, b) => (scale === 'per cent' ? value(b) - value(a) : value(a) - value(b)));
  const crowd = at(most);
  const [best] = crowd;
  const worst = crowd.at(-1);
  if (best === undefined || worst === undefined) return '';
  const said = (trial: TrialResult): string => {
    const before = at(fewest).find(({ system }) => system === trial.system);
    return `${readable(value(trial))} ${unit} with ${trial.system}${before === undefined ? '' : ` (${readable(value(before))} ${unit} with ${fewest === 1 ? '1 guest' : `${wholeNumber(fewest)} guests`})`}`;
  };
  return `${title.replace(/, [^,]*$/, '')}, with ${wholeNumber(most)} guests: ${best === worst ? said(best) : `from ${said(best)} to ${said(worst)}`}.`;
}

const guestsOf = ({ params }: TrialResult): number => Number(params['topology.guests']);
