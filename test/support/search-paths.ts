/** Ways through a search tree as words: one letter a turn, so that rollouts share what their words begin with. */
import type { Path, Step } from '../../shared/credit/search-tree.ts';
import type { Rng } from '../../shared/util/rng.ts';

/** An identity for every word. */
export const number = (text: string): number => [...text].reduce((n, letter) => 27 * n + letter.charCodeAt(0) - 96, 0);

export const steps = (word: string): Step[] =>
  [...word].map((_, turn) => ({
    ...{ turn, part: 'whole', context: number(word.slice(0, turn)), action: number(word.slice(0, turn + 1)) },
  }));

export const path = (word: string, value: number, shared = 0): Path => ({ steps: steps(word), shared, value });

/** Identities of the first steps, joined. */
export const said = ({ steps }: Path, count = steps.length): string =>
  steps
    .slice(0, count)
    .map(({ action }) => action)
    .join();

/** Words over two letters that end anywhere. A drawn word goes on from another one of the same tree, as branches do. */
export function randomPaths(rng: Rng): Path[] {
  const words: string[] = [];
  return Array.from({ length: 1 + rng.integer(12) }, () => {
    const from = words.length > 0 ? rng.pick(words) : '';
    const shared = from.length > 1 ? rng.integer(from.length) : 0;
    const word =
      from.slice(0, shared) + Array.from({ length: 1 + rng.integer(4) }, () => rng.pick(['a', 'b'])).join('');
    words.push(word);
    return path(word, rng.pick([0, 0.5, 1, rng.next()]), shared);
  });
}
