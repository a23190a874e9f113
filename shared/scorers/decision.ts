/** Which decision each turn was, so that turns of different rollouts can be laid into one tree. */
import type { Rollout } from '../rollout/rollout.ts';
import { identity } from './identity.ts';
import type { TurnScorer } from './scorer.ts';

const source = 'arXiv:2505.14069 (states and actions of the search)';
const range = [0, Number.MAX_SAFE_INTEGER] as const;

/** `context`: everything before the turn's message. `action`: the same with the message. */
export const decision: readonly TurnScorer[] = [
  {
    ...{ name: 'context', source, range, per: 'turn' },
    help: 'Identity of everything before the turn’s message. Equal numbers are equal tokens; their size means nothing.',
    score: ({ tokens, turns }: Rollout) => turns.map(({ message }) => identity(tokens.subarray(0, message.start))),
  },
  {
    ...{ name: 'action', source, range, per: 'turn' },
    help: 'Identity of everything up to the end of the turn’s message. Equal numbers are equal tokens; their size means nothing.',
    score: ({ tokens, turns }: Rollout) => turns.map(({ message }) => identity(tokens.subarray(0, message.end))),
  },
];
