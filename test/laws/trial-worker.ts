import { parentPort } from 'node:worker_threads';
import type { TrialSpec } from '../../src/experiment/spec.ts';
import { trial } from '../../src/experiment/trial.ts';

parentPort?.on('message', (specs: readonly TrialSpec[]) => parentPort?.postMessage(specs.map((spec) => trial(spec))));
