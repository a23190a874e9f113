/** Ids of experiments and runs: paths below the data folder, `/` between the parts. `quickstart-2` is an experiment or
 *  a run outside any, `quickstart-2/igpo-seed-1` a run. A part is the name of a folder: it may hold spaces, but
 *  neither `/` nor a line break. */

const part = /^[A-Za-z0-9][A-Za-z0-9._ -]*$/;

/** The parts of an id. Throws RangeError for anything that could lead out of the data folder. */
export function idParts(id: string): readonly string[] {
  const parts = id.split('/');
  if (parts.length > 2 || !parts.every((one) => part.test(one) && !one.endsWith('.')))
    throw new RangeError(`id: expected the name of an experiment or a run, got ${JSON.stringify(id.slice(0, 60))}`);
  return parts;
}

/** Id of the folder directly below the data folder: of a run's experiment, or its own. */
export const outerId = (id: string): string => id.split('/', 1)[0];

/** A key for something of a run, such as one of its metrics: no two runs share one, since an id has no line break. */
export const keyOfRun = (run: string, what: string): string => `${run}\n${what}`;

/** The run of such a key. */
export const runOfKey = (key: string): string => key.split('\n', 1)[0];
