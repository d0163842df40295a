import type { Backend } from './backend.ts';
import { nullBackend } from './null.ts';
import { userThread } from './user-thread.ts';
import { vhost } from './vhost.ts';

export const backends = {
  'user-thread': userThread,
  vhost,
  null: nullBackend,
} as const satisfies Record<string, Backend>;

export type BackendId = keyof typeof backends;
