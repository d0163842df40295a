/// <reference lib="dom" />
import { answered } from '../../whatif/simulated.ts';
import type { Asked } from '../../whatif/simulated.ts';

/** What a worker of the page does: one trial after the other, as they come. */
addEventListener('message', ({ data }: MessageEvent<Asked>) => postMessage(answered(data)));
