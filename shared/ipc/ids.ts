/** Ids of experiments and runs: paths below the data folder, `/` between the parts. `quickstart-2` is an experiment or
 *  a run outside any, `quickstart-2/igpo-seed-1` a run. A part is the name of a folder, in any script: it begins with
 *  no dot, and holds neither a slash nor a control character. */

const part = /^(?!\.)[^/\\\p{Cc}]+$/u;

/** The parts of an id. Throws RangeError for anything that could lead out of the data folder. */
export function idParts(id: string): readonly string[] {
  const parts = id.split('/');
  if (parts.length > 2 || !parts.every((one) => part.test(one)))
    throw new RangeError(`id: expected the name of an experiment or a run, got ${JSON.stringify(id.slice(0, 60))}`);
  return parts;
}

/** Ids as one text of an address. A name may hold a comma. */
export const joinIds = (ids: readonly string[]): string =>
  ids.map((id) => id.replaceAll('%', '%25').replaceAll(',', '%2C')).join(',');

/** The ids of such a text, each once. */
export const splitIds = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .filter((id) => id !== '')
      .map((id) => id.replaceAll('%2C', ',').replaceAll('%25', '%')),
  ),
];

/** Id of the folder directly below the data folder: of a run's experiment, or its own. */
export const outerId = (id: string): string => id.split('/', 1)[0];

/** A key for something of a run, such as one of its metrics: no two runs share one, since an id has no line break. */
export const keyOfRun = (run: string, what: string): string => `${run}\n${what}`;

/** The run of such a key. */
export const runOfKey = (key: string): string => key.split('\n', 1)[0];
