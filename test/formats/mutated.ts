import fc from 'fast-check';

const pieces = ['\t', '\n', ' ', ':', '- ', '{', '}', '[', ']', '"', "'", '#', '&a ', '*a', '!!x ', '---\n', '.nan', '-1', '1e999', 'null', '~', '<<: ', '__proto__: 1\n', '\u0000', '\u2028', '%', '|', '>', '0', 'x', 'name: y\n'];

/** A valid file with some pieces cut, doubled, moved or put in. */
export const mutated = (text: string): fc.Arbitrary<string> => {
  const edit = fc.record({ at: fc.nat(text.length), length: fc.nat(30), to: fc.nat(text.length), what: fc.constantFrom('cut', 'double', 'move', 'put'), put: fc.constantFrom(...pieces) });
  return fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) =>
    edits.reduce((now, { at, length, to, what, put }) => {
      const piece = now.slice(at, at + length);
      const without = what === 'cut' || what === 'move' ? now.slice(0, at) + now.slice(at + length) : now;
      const extra = what === 'put' ? put : what === 'cut' ? '' : piece;
      const target = what === 'put' ? at : to;
      return without.slice(0, target) + extra + without.slice(target);
    }, text),
  );
};
