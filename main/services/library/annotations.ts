/** Notes, tags and the archive mark of an experiment or a run: a file beside it, so that they go where the folder
 *  goes. */
import { join } from 'node:path';
import type { Annotation } from '../../../shared/ipc/views.ts';
import { objectFromJson } from '../../../shared/util/json.ts';
import { fileStamp, readText } from '../../files/read.ts';
import { removeTree, replaceFile } from '../../files/write.ts';
import type { ChangeFeed } from './change-feed.ts';
import { inSlices, steps } from './slices.ts';

const file = (folder: string): string => join(folder, 'annotation.json');

const none: Annotation = { note: '', tags: [], archived: false };

/** The annotation of the folder; empty if it has no file. Throws a sentence when the file is damaged. */
export function annotationOf(folder: string): Annotation {
  const path = file(folder);
  if (fileStamp(path) === '-') return none;
  const { note, tags, archived } = objectFromJson(readText(path, 'annotation'), path);
  return {
    note: typeof note === 'string' ? note : '',
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
    archived: archived === true,
  };
}

/** As `annotationOf`, but empty if the file is damaged: lists go on without it, and a change says what is wrong. */
export function readableAnnotation(folder: string): Annotation {
  try {
    return annotationOf(folder);
  } catch {
    return none;
  }
}

/** What is wrong with the folder's annotation, as a sentence; null if nothing is. */
export function annotationProblem(folder: string): string | null {
  try {
    annotationOf(folder);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

const mostTags = 20;
const longestTag = 40;
const longestNote = 20_000;

/** The change with its tags trimmed and each once. Throws RangeError for more or longer texts than a list can show. */
export function checkAnnotation({ note, tags, ...rest }: Partial<Annotation>): Partial<Annotation> {
  const distinct = tags && [...new Set(tags.map((tag) => tag.trim().normalize()))];
  if (distinct && distinct.length > mostTags)
    throw new RangeError(`tags: expected at most ${mostTags}, got ${distinct.length}`);
  for (const tag of distinct ?? [])
    if (tag === '' || [...tag].length > longestTag || /\p{Cc}/u.test(tag))
      throw new RangeError(
        `tags: expected 1 to ${longestTag} characters on one line, got ${JSON.stringify(tag.slice(0, 60))}`,
      );
  if (note !== undefined && note.length > longestNote)
    throw new RangeError(
      `note: expected at most ${longestNote} characters, got ${note.length} — keep it in a file of the run's folder`,
    );
  return { ...rest, ...(note === undefined ? {} : { note }), ...(distinct ? { tags: distinct } : {}) };
}

/** Changes the given fields and keeps the others. */
function annotate(dataFolder: string, folder: string, change: Partial<Annotation>): void {
  const next = { ...annotationOf(folder), ...change };
  if (next.note === '' && next.tags.length === 0 && !next.archived) removeTree(dataFolder, file(folder));
  else replaceFile(dataFolder, file(folder), Buffer.from(`${JSON.stringify(next, null, 2)}\n`));
}

interface Place {
  readonly id: string;
  readonly folder: string;
}

/** Annotates many folders in slices, to the end even if the caller has left. Requests run one after the other, so that
 *  the later of two to one folder stays. If a folder refuses, the request ends with its sentence; changes are reported
 *  either way. */
export function createAnnotator(
  dataFolder: string,
  changes: Pick<ChangeFeed, 'tell'>,
): (places: readonly Place[], change: Partial<Annotation>) => Promise<unknown> {
  let last: Promise<unknown> = Promise.resolve();
  return (places, change) => {
    const writing = steps(places, ({ folder }) => annotate(dataFolder, folder, change));
    const done = last
      .then(() => inSlices(writing, new AbortController().signal))
      .finally(() => changes.tell(places.map(({ id }) => id)));
    last = done.catch(() => undefined); // the caller gets the error
    return done;
  };
}
