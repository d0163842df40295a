import { suite } from 'uvu';
import { is, ok } from 'uvu/assert';
import { normalQuantile } from '../../src/sim/normal-quantile.ts';

const test = suite('sim/normal-quantile');

test('it has the values of the tables', () => {
  // Wichura's own test values (AS 241), then those of every textbook.
  for (const [p, z] of [[0.25, -0.6744897501960817], [0.001, -3.090232306167814], [0.5, 0], [0.975, 1.959963984540054], [0.99, 2.3263478740408408], [1e-6, -4.753424308822899]] as const) {
    ok(Math.abs(normalQuantile(p) - z) < 1e-14, `${p}: ${normalQuantile(p)}`);
  }
});

test('it is odd around a half, grows, and ends at 6 standard deviations', () => {
  for (let i = 1; i < 500; i++) {
    const p = i / 1000;
    ok(Math.abs(normalQuantile(p) + normalQuantile(1 - p)) < 1e-13);
    ok(normalQuantile(p) < normalQuantile(p + 0.001));
  }
  is(normalQuantile(0), normalQuantile(1e-9));
  ok(Math.abs(normalQuantile(1) - 5.998) < 0.001);
});

test.run();
