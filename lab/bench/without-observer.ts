import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';
import { leavingOnlyToWait } from '../../src/passing.mjs';

/** How a call to an observer is written: on a line of its own, or before a comma. */
const calls = [/^ *(?:if \(.*\bobserver !== null\) |[\w.#]+\.observer\?\.).*\n/gm, /^ *const \{ observer \} = this\.#machine;\n/gm, /^ *(?:this\.#)?watch\?\.\(.*\);\n/gm, /\bwatch\?\.\([^()]*\), /g];

/** Takes every call to an observer out of the simulator while it is bundled, and counts them; throws where one is written in another way. */
export function withoutObserver(): { readonly plugin: Plugin; readonly removed: () => number } {
  let removed = 0;
  return {
    removed: () => removed,
    plugin: {
      name: 'without-observer',
      setup({ onLoad }) {
        onLoad({ filter: /\/src\/(sim|machine|virtio|hypervisors|backends|devices|workloads)\/.*\.ts$/ }, ({ path }) => {
          const contents = calls.reduce((text, call) => text.replace(call, () => (removed++, '')), readFileSync(path, 'utf8'));
          const left = /observer\?\.|observer !== null|watch\?\.\(/.exec(contents);
          if (left !== null) throw new Error(`${path}: ${left[0]} begins a call to an observer that the benchmark does not know how to leave out`);
          return { contents: leavingOnlyToWait(contents), loader: 'ts' };
        });
      },
    },
  };
}
