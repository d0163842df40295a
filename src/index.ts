export type { Parameter, ParameterValue, Parameters } from './machine/parameter.ts';
export type { CostEntry, FioJob, Profile, Provenance, TrialSpec, Unit } from './experiment/spec.ts';
export type { Intervals, Ledger, LedgerCore, LedgerStep, LedgerStretch, Metrics, Results, SuiteSummary, TrialResult } from './experiment/results.ts';
export { expandSuite, type Sources, type Suite } from './experiment/suite.ts';
export { trial } from './experiment/trial.ts';
