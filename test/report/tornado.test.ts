import { suite } from 'uvu';
import { equal, is, match, not, ok } from 'uvu/assert';
import { tornadoPicture, tornadoTable } from '../../src/report/charts/tornado.ts';
import { comparisonOf } from '../../src/report/comparison.ts';
import { tornadoSection } from '../../src/report/tornado-section.ts';
import { verdictsOf } from '../../src/report/verdict.ts';
import { fixture } from './fixture.ts';
import { resultsOf } from './trials.ts';

const test = suite('report: tornado');
const results = resultsOf('quick', { requests: 100, replications: 2, grid: { 'workload.iodepth': [1, 2, 4] } });

test('each bar is what the ledger pays for a price, times its spread; the longest first', () => {
  for (const trial of results.trials) {
    const { rows } = tornadoTable([trial]);
    is(rows.length, 6);
    for (const [i, [system, cost, down, up]] of rows.entries()) {
      is(system, trial.system);
      const { value, sd } = trial.spec.profile.costs[String(cost)];
      const paid = trial.ledger.steps.filter((step) => step.cost === cost).reduce((sum, step) => sum + step.us_per_request, 0);
      const spread = Math.sqrt(Math.log1p((sd / value) ** 2));
      ok(Math.abs(Number(up) - paid * Math.expm1(spread)) < 1e-9 && Math.abs(Number(down) - paid * Math.expm1(-spread)) < 1e-9, String(cost));
      if (i > 0) ok(Number(up) - Number(down) <= Number(rows[i - 1][3]) - Number(rows[i - 1][2]));
    }
  }
});

test('the best two at both ends of the axis', async () => {
  const comparison = comparisonOf(results);
  const verdicts = verdictsOf(results, comparison);
  const section = (await tornadoSection(results, comparison, verdicts))?.markup ?? '';
  equal([...section.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, title]) => title), ['blk · fio:randread-4k · iodepth 1', 'blk · fio:randread-4k · iodepth 4']);
  const { winner, runnerUp } = verdicts[0];
  for (const entry of [winner, runnerUp]) ok(entry !== null && section.includes(`>${entry.system}:</text>`));
});

test('the picture has costs as labels, only the page\'s colours, and fits its width', async () => {
  for (const width of [328, 560]) {
    const svg = await tornadoPicture(results.trials.slice(0, 2), width);
    match(svg, />context_switch<\/text>/);
    not.match(svg, /style=|NaN|undefined|\||#[0-9a-f]{3,6}\b/i);
    const [, found = '0'] = /viewBox="0 0 ([\d.]+)/.exec(svg) ?? [];
    ok(Number(found) <= width, found);
  }
});

test('without spreads there is no section', async () => {
  const sure = fixture({ devices: [['net', 'rr']], depths: [1] });
  const trials = sure.trials.map((trial) => ({ ...trial, spec: { ...trial.spec, profile: { ...trial.spec.profile, costs: Object.fromEntries(Object.entries(trial.spec.profile.costs).map(([id, cost]) => [id, { ...cost, sd: 0 }])) } } }));
  const comparison = comparisonOf({ ...sure, trials });
  is(await tornadoSection({ ...sure, trials }, comparison, verdictsOf({ ...sure, trials }, comparison)), null);
});

test.run();
