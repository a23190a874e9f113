/** Plays a rollout like a recording. The cursor is a number of tokens, 0 … T: those before it have been said. */
import type { Rollout } from '../../../../shared/record/rollout.ts';

/** Tokens per second. Tokens are stored without times, so the rate is constant. */
export const rates = [
  { name: 'reading speed', tokensPerSecond: 5 },
  { name: '4 × reading', tokensPerSecond: 20 },
  { name: '20 × reading', tokensPerSecond: 100 },
] as const;

/** Pause after a response of the environment, ms: it appears at once, not token by token. */
export const responseMs = 600;
/** How long a turn is shown under reduced motion, ms. */
export const turnMs = 1800;

type Spans = Pick<Rollout, 'turns' | 'promptLength' | 'tokens'>;

/** Stops of the bracket keys: after the prompt, and after each turn with its response. [K + 1] */
export const turnStops = ({ turns, promptLength }: Spans): readonly number[] => [
  promptLength,
  ...turns.map(({ message, response }) => response?.end ?? message.end),
];

/** The next cursor: one token further, or past a whole response of the environment. */
export function nextCursor(rollout: Spans, cursor: number): number {
  if (cursor < rollout.promptLength) return rollout.promptLength;
  const response = rollout.turns.find(({ response: r }) => r !== null && r.start <= cursor && cursor < r.end)?.response;
  return Math.min(rollout.tokens.length, response ? response.end : cursor + 1);
}

/** ms until the next place. */
export const pauseBefore = (rollout: Spans, cursor: number, tokensPerSecond: number): number =>
  nextCursor(rollout, cursor) - cursor > 1 ? responseMs : 1000 / tokensPerSecond;

/** The stop after (1) or before (−1) a cursor; the ends of the rollout beyond the last. */
export function turnStop(rollout: Spans, cursor: number, by: 1 | -1): number {
  const stops = turnStops(rollout);
  return by === 1
    ? (stops.find((stop) => stop > cursor) ?? rollout.tokens.length)
    : (stops.findLast((stop) => stop < cursor) ?? 0);
}

/** The turn that a token belongs to, from 0; −1 in the prompt. */
export const turnOf = ({ turns }: Pick<Rollout, 'turns'>, token: number): number =>
  turns.findLastIndex(({ message }) => message.start <= token);
