import type { Backend } from './backend.ts';
import { el2 } from './el2.ts';
import { nullBackend } from './null.ts';
import { passthrough } from './passthrough.ts';
import { sidecore } from './sidecore.ts';
import { trapAndEmulate } from './trap-and-emulate.ts';
import { userThread } from './user-thread.ts';
import { vhost } from './vhost.ts';

export const backends = {
  'trap-and-emulate': trapAndEmulate,
  el2,
  'user-thread': userThread,
  vhost,
  sidecore,
  passthrough,
  null: nullBackend,
} as const satisfies Record<string, Backend>;

export type BackendId = keyof typeof backends;
