/** Which runs a comparison counts: one rule for the list, Live, Compare, the report and the command line. */
import { checkCurve } from '../statistics/curve.ts';
import type { ReportRun } from './report.ts';

/** A run before the rule. */
export interface Candidate extends Pick<ReportRun, 'algorithm' | 'failure' | 'series'> {
  /** Whether it trained to its own end: all steps, its budget, or no improvement. */
  readonly ended: boolean;
  /** "interrupted at step 3 of 30" */
  readonly standing: string;
}

/** "finished"; "interrupted at step 3 of 30" for a run that has not ended. */
export const standingOf = (state: string, step: number, steps: number): string =>
  state === 'finished' ? state : `${state} at step ${step} of ${steps}`;

/** The runs with the reason in `failure` why one does not count. A run whose journal cannot be read as a curve never
 *  does, and takes no other along. Once every algorithm has a run that ended, those that did not are named and left
 *  out: else a run cut at step 3 would cut every other there. Before that, all count as far as all have come. */
export function counted<R extends Candidate>(runs: readonly R[]): R[] {
  const read = runs.map((run) => {
    const damage = damageOf(run);
    return damage === null ? run : { ...run, series: {}, failure: run.failure ?? damage };
  });
  const algorithms = (of: readonly R[]) => new Set(of.map(({ algorithm }) => algorithm));
  const ended = read.filter((run) => run.ended && run.failure === null);
  if (algorithms(ended).size < algorithms(read).size) return read;
  return read.map((run) => (run.ended || run.failure !== null ? run : { ...run, failure: run.standing }));
}

/** Why the series of a run are no curves; null if all are. */
function damageOf({ series }: Candidate): string | null {
  for (const [name, { step, value }] of Object.entries(series))
    try {
      checkCurve(name, { x: step, y: value.map((one) => one ?? NaN) });
    } catch (error) {
      return `its journal is damaged — ${(error as Error).message}`;
    }
  return null;
}
