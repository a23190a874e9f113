/** Names of an experiment's runs, `<experiment>/<label>/<seed>`. A label may hold "/" itself. */

export const runName = (experiment: string, label: string, seed: number): string => `${experiment}/${label}/${seed}`;

/** The label in a run's name: everything between its first and its last part. A name of another shape, as a run that
 *  was begun elsewhere may have, holds none: then the first of the others that is not empty. */
export function labelOf(name: string, ...others: readonly string[]): string {
  const label = name.slice(name.indexOf('/') + 1, Math.max(0, name.lastIndexOf('/')));
  return [label, ...others].find((one) => one !== '') ?? '';
}
