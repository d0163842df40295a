import { UNKNOWN, type Program } from './program.ts';
import type { Thread } from './state.ts';

/**
 * Places in the window of what may take effect now: everything that it is ordered behind has done so. The order is that of
 * Armv8 (Arm ARM B2.3, multi-copy atomic): barriers and acquire loads; address and data dependencies; a store behind every branch and every
 * address before it, and behind every access to its own word. A load waits for nothing else: it may run ahead of branches,
 * stores and other loads, and takes the value of the nearest earlier store to its word that is not in memory yet.
 */
export function ready({ code, plans }: Program, { window }: Thread, signals: number): readonly number[] {
  const found: number[] = [];
  let loads = 0;
  let stores = 0;
  let branches = 0;
  let addresses = 0;
  let loadsBarred = false;
  let storesBarred = false;
  for (let i = 0; i < window.length; i++) {
    const { pc, done, address, value } = window[i];
    const line = code[pc];
    switch (line.op) {
      case 'barrier': {
        const barsAll = line.kind === 'dmb ish' ? loads + stores > 0 : line.kind === 'dmb ishld' && loads > 0;
        loadsBarred ||= barsAll;
        storesBarred ||= barsAll || (line.kind === 'dmb ishst' && stores > 0);
        break;
      }
      case 'branch':
        if (!done) branches++;
        break;
      case 'load':
        if (done) break;
        if (!loadsBarred && address !== UNKNOWN && forwards(code, window, i) !== 'wait') found.push(i);
        loads++;
        if (address === UNKNOWN) addresses++;
        if (line.acquire) {
          loadsBarred = true;
          storesBarred = true;
        }
        break;
      case 'store':
        if (done) break;
        if (!storesBarred && branches === 0 && addresses === 0 && address !== UNKNOWN && value !== UNKNOWN && isFirstOfItsWord(code, window, i)) found.push(i);
        stores++;
        if (address === UNKNOWN) addresses++;
        break;
      case 'signal':
        if (done) break;
        if (!storesBarred && branches === 0 && addresses === 0 && stores === 0) found.push(i);
        stores++;
        break;
      case 'sleep':
        if (!done && loads === 0 && branches === 0 && (signals & (1 << plans[pc].signal)) !== 0) found.push(i);
    }
  }
  return found;
}

type Code = Program['code'];
type Window = Thread['window'];

/** From where a load takes its value: a place in the window, memory, or it has to wait for the data of that store. */
export function forwards(code: Code, window: Window, load: number): number | 'memory' | 'wait' {
  for (let i = load - 1; i >= 0; i--) {
    const { pc, done, address, value } = window[i];
    if (code[pc].op === 'store' && !done && address === window[load].address) return value === UNKNOWN ? 'wait' : i;
  }
  return 'memory';
}

function isFirstOfItsWord(code: Code, window: Window, store: number): boolean {
  for (let i = 0; i < store; i++) {
    const { op } = code[window[i].pc];
    if ((op === 'store' || op === 'load') && !window[i].done && window[i].address === window[store].address) return false;
  }
  return true;
}
