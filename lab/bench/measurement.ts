/** Numbers of one case; the first is what two revisions are compared by, and more of it is better. */
export type Figures = Readonly<Record<string, number>>;

/** Something that is measured, case by case. A case runs in a process of its own, so that nothing else has shaped the code for it. */
export interface Measurement {
  readonly title: string;
  /** What bounds it, or how to read it, in a sentence. */
  readonly says: string;
  readonly cases: readonly string[];
  /** It measures the simulator inside its own process, so that the bundle of another revision measures the other; absent where it starts what is built. */
  readonly inProcess: boolean;
  /** The cases are measured once more, all in one process: a simulator that meets several systems is optimized for all of them. */
  readonly alsoTogether?: true;
  measure(name: string): Promise<Figures>;
}
