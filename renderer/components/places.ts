/** Finds experiments and runs by typed words. */
import type { ExperimentRow, RunRow } from '../../shared/ipc/views.ts';

export interface Place {
  readonly id: string;
  readonly title: string;
  /** Distinguishes it from others with the same title. */
  readonly detail: string;
}

/** At most `most` places that have every word, in any order. Those in which each is a whole word come first; then
 *  experiments before runs, and the newest first. No words find nothing. */
export function placesFor(
  words: string,
  experiments: Iterable<ExperimentRow>,
  runs: Iterable<RunRow>,
  most: number,
): Place[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const rows = [...experiments];
  const titles = new Map(rows.map(({ id, title }) => [id, title]));
  const ofExperiment = newest(rows).map(({ id, title, tags }) => ({
    place: { id, title, detail: id },
    own: wordsOf(title),
    text: [title, id, ...tags],
  }));
  const ofRun = newest([...runs]).map(({ id, label, seed, experiment, name, tags }) => ({
    place: {
      id,
      title: experiment === null ? name : `${label} · seed ${seed}`,
      detail: experiment === null ? '' : (titles.get(experiment) ?? experiment),
    },
    own: wordsOf(`${label} seed ${seed}`),
    text: [name, label, `seed ${seed}`, id, titles.get(experiment ?? '') ?? '', ...tags],
  }));
  const found = [...ofExperiment, ...ofRun].filter(({ text }) => {
    const all = text.join(' ').toLowerCase();
    return wanted.every((word) => all.includes(word));
  });
  const { near = [], far = [] } = Object.groupBy(found, ({ own }) =>
    wanted.every((word) => own.includes(word)) ? 'near' : 'far',
  );
  return [...near, ...far].slice(0, most).map(({ place }) => place);
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

const newest = <T extends { readonly created: string | null }>(rows: readonly T[]): T[] =>
  rows.toSorted((a, b) => (b.created ?? '').localeCompare(a.created ?? ''));
