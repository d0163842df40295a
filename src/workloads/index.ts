import { console } from './console.ts';
import { fio } from './fio.ts';
import { fixedWork } from './fixed-work.ts';
import { handshake } from './handshake.ts';
import { micro } from './micro.ts';
import { openLoop } from './open-loop.ts';
import { os } from './os.ts';
import { producerConsumer } from './producer-consumer.ts';
import { rr } from './rr.ts';
import { stream } from './stream.ts';
import { timer } from './timer.ts';
import type { Workload } from './workload.ts';

export const workloads = {
  console,
  fio,
  'fixed-work': fixedWork,
  handshake,
  micro,
  'open-loop': openLoop,
  os,
  'producer-consumer': producerConsumer,
  rr,
  stream,
  timer,
} as const satisfies Record<string, Workload>;

export type WorkloadId = keyof typeof workloads;
