/** Aligns two rollouts turn by turn: turns with the same query are paired, a detour of one is unpaired. */
import type { Turn } from '../../../../shared/record/rollout.ts';

/** Index of the turn in each rollout; null if the other one is unpaired. */
export interface TurnPair {
  readonly left: number | null;
  readonly right: number | null;
}

/** Cost of an unpaired turn. Two of them cost more than a pair of turns with nothing in common (1), so turns are only
 *  shifted if later ones then agree. */
const alone = 0.6;
/** Cost of pairing an answer with a search: never worth it. */
const unlike = 2;

/** The cheapest alignment that keeps both orders (Needleman–Wunsch). A pair costs 1 minus the share of words that the
 *  queries have in common; a pair of answers costs 0. */
export function alignTurns(left: readonly Turn[], right: readonly Turn[]): TurnPair[] {
  const [rows, columns] = [left.length + 1, right.length + 1];
  const cost = new Float64Array(rows * columns);
  for (let i = rows - 1; i >= 0; i--)
    for (let j = columns - 1; j >= 0; j--) {
      if (i === left.length && j === right.length) continue;
      const pair =
        i < left.length && j < right.length ? pairCost(left[i], right[j]) + cost[(i + 1) * columns + j + 1] : Infinity;
      const leftAlone = i < left.length ? alone + cost[(i + 1) * columns + j] : Infinity;
      const rightAlone = j < right.length ? alone + cost[i * columns + j + 1] : Infinity;
      cost[i * columns + j] = Math.min(pair, leftAlone, rightAlone);
    }
  const pairs: TurnPair[] = [];
  for (let [i, j] = [0, 0]; i < left.length || j < right.length;) {
    const here = cost[i * columns + j];
    if (i < left.length && j < right.length && here === pairCost(left[i], right[j]) + cost[(i + 1) * columns + j + 1])
      pairs.push({ left: i++, right: j++ });
    else if (i < left.length && here === alone + cost[(i + 1) * columns + j]) pairs.push({ left: i++, right: null });
    else pairs.push({ left: null, right: j++ });
  }
  return pairs;
}

function pairCost(a: Turn, b: Turn): number {
  if (a.query === null || b.query === null) return a.query === b.query ? 0 : unlike;
  const [first, second] = [new Set(wordsOf(a.query)), new Set(wordsOf(b.query))];
  const common = [...first].filter((word) => second.has(word)).length;
  return first.size + second.size === 0 ? 0 : 1 - (2 * common) / (first.size + second.size);
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');

export interface Piece {
  readonly text: string;
  /** Whether the other text has it too, in the same order. */
  readonly same: boolean;
}

/** Splits a text into pieces and marks those that another text lacks, by the longest common subsequence of words.
 *  Texts of more than 400 words are not compared: nobody would read the pieces. */
export function differences(text: string, other: string): Piece[] {
  const words = text.split(/(?<=\s)/);
  const others = other.split(/\s+/);
  if (words.length > 400 || others.length > 400) return [{ text, same: true }];
  const columns = others.length + 1;
  const common = new Uint16Array((words.length + 1) * columns);
  const same = (i: number, j: number): boolean => words[i].trim() === others[j];
  for (let i = words.length - 1; i >= 0; i--)
    for (let j = others.length - 1; j >= 0; j--)
      common[i * columns + j] = same(i, j)
        ? 1 + common[(i + 1) * columns + j + 1]
        : Math.max(common[(i + 1) * columns + j], common[i * columns + j + 1]);
  const pieces: Piece[] = [];
  for (let [i, j] = [0, 0]; i < words.length;) {
    if (j < others.length && !same(i, j) && common[i * columns + j + 1] > common[(i + 1) * columns + j]) {
      j++;
      continue;
    }
    const is = j < others.length && same(i, j);
    if (is) j++;
    const last = pieces.at(-1);
    if (last?.same === is) pieces[pieces.length - 1] = { text: last.text + words[i], same: is };
    else pieces.push({ text: words[i], same: is });
    i++;
  }
  return pieces;
}
