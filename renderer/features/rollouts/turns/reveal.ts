/** How much of a turn has been said at a token: thought, query and answer appear as they were sampled. */
import type { Turn } from '../../../../shared/record/rollout.ts';

export interface Revealed {
  /** Visible characters of each. */
  readonly thought: number;
  readonly query: number;
  readonly answer: number;
  /** The environment has answered. */
  readonly response: boolean;
}

/** cursor: tokens before it have been said. texts: token text at a position. Tokens outside the parsed text (tags,
 *  trimmed spaces) are skipped; after the last token of a message everything is shown. */
export function revealed(turn: Turn, cursor: number, texts: (t: number) => string): Revealed {
  const parts = [turn.thought ?? '', turn.query ?? '', turn.answer ?? ''];
  const { start, end } = turn.message;
  const response = cursor >= (turn.response?.end ?? end);
  if (cursor >= end) return { thought: parts[0].length, query: parts[1].length, answer: parts[2].length, response };
  const shown = [0, 0, 0];
  let part = 0;
  for (let t = start; t < cursor; t++) {
    const text = texts(t).trim();
    if (text === '') continue;
    for (let p = part; p < parts.length; p++) {
      const at = parts[p].indexOf(text, shown[p]);
      if (at < 0 || at > shown[p] + 1) continue;
      for (let before = part; before < p; before++) shown[before] = parts[before].length;
      part = p;
      shown[p] = at + text.length;
      break;
    }
  }
  return { thought: shown[0], query: shown[1], answer: shown[2], response };
}
