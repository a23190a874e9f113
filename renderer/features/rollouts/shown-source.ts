/** Which rollouts the view lists: those of an experiment, or of one run. */
import type { ExperimentRow, RunRow } from '../../../shared/ipc/views.ts';
import { seriesStyles, type SeriesStyle } from '../../components/series-style.ts';
import { runsOf, runText, sourcesOf, type Source } from '../../state/run-sources.ts';

interface Overview {
  readonly loaded: boolean;
  readonly experiments: ReadonlyMap<string, ExperimentRow>;
  readonly runs: ReadonlyMap<string, RunRow>;
}

export interface ShownSource {
  readonly sources: readonly Source[];
  /** Id of the experiment or run; '' if there is none. */
  readonly source: string;
  /** Whether what was named does not exist. */
  readonly missing: boolean;
  /** Ids of the runs that have begun. */
  readonly runs: readonly string[];
  /** Id of the run, if it is one that is listed alone. */
  readonly onlyRun: string | null;
  /** The experiment that it is or belongs to. */
  readonly experiment: ExperimentRow | undefined;
}

/** What an id of an experiment or run lists; '' lists the newest experiment. */
export function shownSource(named: string, { loaded, experiments, runs }: Overview): ShownSource {
  const sources = sourcesOf(experiments, runs);
  const known = experiments.has(named) || runs.has(named);
  const missing = loaded && !known && named !== '';
  const source = known ? named : missing ? '' : (sources[0]?.id ?? '');
  return {
    ...{ sources, source, missing, runs: runsOf(source, experiments, runs) },
    onlyRun: runs.has(source) ? source : null,
    experiment: experiments.get(source) ?? experiments.get(runs.get(source)?.experiment ?? ''),
  };
}

export interface RunName {
  readonly label: string;
  readonly seed: number;
  readonly style: SeriesStyle | undefined;
  /** Algorithm and seed. */
  readonly text: string;
}

/** Names of runs by their id, coloured as in the other views of their experiment. */
export function runNames(
  { runs, experiment }: Pick<ShownSource, 'runs' | 'experiment'>,
  all: ReadonlyMap<string, RunRow>,
): (run: string) => RunName {
  const styles = seriesStyles((experiment?.runs ?? runs).map((id) => all.get(id)?.label ?? ''));
  return (id) => {
    const run = all.get(id);
    return run
      ? { label: run.label, seed: run.seed, style: styles.get(run.label), text: runText(run) }
      : { label: '', seed: 0, style: styles.get(''), text: id };
  };
}
