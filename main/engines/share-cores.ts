/** Fixes the number of threads of runs that will share the CPU. The number can change the last bits of a run, so the
 *  experiment names it before its first run begins, the same for every algorithm and seed. */
import { expandRuns } from '../../shared/config/experiment.ts';
import type { Experiment } from '../../shared/config/experiment.ts';
import { catalogues } from '../../shared/train/catalogues.ts';
import { takesAllCores } from '../devices/facts.ts';
import { threadsEach } from './slots.ts';

/** The experiment with a share of the cores for each CPU run that would take all of them. A number that somebody chose
 *  stays. */
export function shareCores(experiment: Experiment, cores: number, slots: number): Experiment {
  const threads = threadsEach(cores, slots);
  if (threads === 0) return experiment;
  const takesAll = new Set(
    expandRuns(experiment, catalogues)
      .filter(({ config }) => takesAllCores(config))
      .map(({ label }) => label),
  );
  return {
    ...experiment,
    algorithms: experiment.algorithms.map(({ label, overrides }) => ({
      label,
      overrides: takesAll.has(label) ? { ...overrides, threads } : overrides,
    })),
  };
}
