import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { resultsJson } from '../../src/cli/results-json.ts';
import type { Accuracy } from '../../src/experiment/accuracy.ts';
import { readResults } from '../../src/formats/results-file.ts';
import { reportHtml } from '../../src/report/report.ts';
import { fixture } from './fixture.ts';

const test = suite('the accuracy of a profile in its report');
const client = { script: 'void 0;', style: 'p { margin: 0 }' };
const results = fixture({ devices: [['net', 'rr']], systems: [['vhe/vhost', 'shipping', 1], ['nvhe/vhost', 'shipping', 2]] });
const accuracy = (use: Accuracy['use'], median: number, worst: number): Accuracy => ({
  group: results.suite.profile, use, numbers: 4, median_error_pct: median, worst_error_pct: worst, worst_id: 'a', null_median_error_pct: null, beaten: 0, null_numbers: 0,
  in_band: 0, bands: 0, right: 0, ranges: 0, null_right: 0,
});
const said = async (given: readonly Accuracy[] | undefined): Promise<string> => (await reportHtml(given === undefined ? results : { ...results, accuracy: given }, client)).replaceAll('\u202f', ' ');

test('stands beside the verdict: what was fitted to, and what was not', async () => {
  const page = await said([accuracy('fit', 0.4, 2), accuracy('validation', 7, 20)]);
  assert.match(page, `Profile ${results.suite.profile} meets the 4 numbers it was fitted to with a median error of 0.4 % (worst 2 %), and the 4 numbers it has not seen with 7 % (worst 20 %).`);
});

test('a profile of which nothing was measured says so', async () => {
  assert.match(await said([]), `No measurement of profile ${results.suite.profile} is in the lab`);
});

test('a results file of before is shown as it was', async () => {
  const page = await said(undefined);
  assert.not.match(page, 'No measurement of profile');
  assert.not.match(page, 'it was fitted to');
});

test('is written into the results file and read again', () => {
  const whole = { ...results, accuracy: [accuracy('fit', 0, 0)] };
  assert.equal(readResults([...resultsJson(whole)].join(''), 'r.json'), whole);
});

test.run();
