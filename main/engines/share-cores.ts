/** Threads of runs that will share the CPU. They are named in the experiment before its first run begins: how many threads a run has can
 *  change the last bits, so that its config says it from the start, the same for every algorithm and seed. */
import { expandRuns } from '../../shared/config/experiment.ts';
import type { Experiment } from '../../shared/config/experiment.ts';
import { catalogues } from '../../shared/train/catalogues.ts';
import { threadsEach } from './slots.ts';

/** The experiment as it is begun: runs on the CPU that would take every core get their part of them. A number that somebody chose stays. */
export function shareCores(experiment: Experiment, cores: number, slots: number): Experiment {
  const threads = threadsEach(cores, slots);
  if (threads === 0) return experiment;
  const takesAll = new Set(
    expandRuns(experiment, catalogues)
      .filter(({ config }) => config.device === 'cpu' && config.threads === 0)
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
