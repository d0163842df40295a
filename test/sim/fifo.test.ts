import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { Fifo } from '../../src/sim/fifo.ts';

const test = suite('sim/fifo');

/** A number is pushed, null shifts. */
const script = fc.array(fc.option(fc.integer({ min: 0, max: 2 ** 31 - 1 }), { freq: 3 }), { maxLength: 200, size: 'max' });

test('gives back what an array would, in whatever order it is filled and emptied', () => {
  fc.assert(
    fc.property(script, (steps) => {
      const fifo = new Fifo();
      const model: number[] = [];
      for (const step of steps) {
        if (step === null) is(fifo.shift(), model.shift() ?? -1);
        else {
          fifo.push(step);
          model.push(step);
        }
        is(fifo.length, model.length);
      }
      equal(model.map(() => fifo.shift()), model);
      is(fifo.length, 0);
    }),
  );
});

test('grows at any position of its head, and keeps the order', () => {
  for (let head = 0; head < 40; head++) {
    const fifo = new Fifo();
    for (let i = 0; i < head; i++) {
      fifo.push(i);
      is(fifo.shift(), i);
    }
    for (let i = 0; i < 100; i++) fifo.push(i);
    equal(Array.from({ length: 100 }, () => fifo.shift()), Array.from({ length: 100 }, (_, i) => i), `head at ${head}`);
  }
});

test('an empty one gives -1, again and again, and can be used afterwards', () => {
  const fifo = new Fifo();
  equal([fifo.shift(), fifo.shift(), fifo.length], [-1, -1, 0]);
  fifo.push(7);
  equal([fifo.shift(), fifo.shift()], [7, -1]);
});

test.run();
