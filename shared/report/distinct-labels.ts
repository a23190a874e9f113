/** Labels that tell runs apart when runs of several experiments are compared. */

interface Labelled {
  /** Path of its folder. */
  readonly folder: string;
  readonly label: string;
  readonly seed: number;
}

/** The runs, each folder once. If two runs of one seed share a label, every label gets the folder of its run's
 *  experiment; if that does not tell them apart, the run's own folder. */
export function distinctLabels<T extends Labelled>(runs: readonly T[]): T[] {
  const each = [...new Map(runs.map((run) => [run.folder, run])).values()];
  const parts = ({ folder }: T) => folder.split(/[\\/]/);
  const within = (run: T, name: string) => [parts(run).at(-2) ?? '', name].filter((part) => part !== '').join('/');
  const ways = [
    ({ label }: T) => label,
    (run: T) => within(run, run.label),
    (run: T) => within(run, parts(run).at(-1)!),
    ({ folder }: T) => folder,
  ];
  const way = ways.find((label) => new Set(each.map((run) => `${label(run)}/${run.seed}`)).size === each.length)!;
  return each.map((run) => ({ ...run, label: way(run) }));
}
