/** Identities of the decisions of each turn: with them rollouts of one question are merged into a tree. */
import { actionSpans } from '../record/rollout.ts';
import type { Rollout } from '../record/rollout.ts';
import { identity } from './identity.ts';
import type { TurnScorer } from './scorer.ts';

const source = 'arXiv:2505.14069 (states and actions of the search)';
const range = [0, Number.MAX_SAFE_INTEGER] as const;

/** `context`: all tokens before the turn's message. `evidence`: these and the thought, where that is an action of its
 *  own. `action`: these and the whole message. */
export const decision: readonly TurnScorer[] = [
  {
    ...{ name: 'context', source, range, per: 'turn' },
    help: 'Identity of everything before the turn’s message. Equal numbers are equal tokens; their size means nothing.',
    score: ({ tokens, turns }: Rollout) => turns.map(({ message }) => identity(tokens.subarray(0, message.start))),
  },
  {
    ...{ name: 'evidence', source, range, per: 'turn' },
    help: 'Identity of all tokens up to the end of the thought that begins a message after a response. Equal numbers are equal tokens; their size means nothing.',
    score: ({ tokens, turns }: Rollout) =>
      turns.map((turn, t) => {
        const [first, second] = actionSpans(turn, t);
        return second ? identity(tokens.subarray(0, first.end)) : null;
      }),
  },
  {
    ...{ name: 'action', source, range, per: 'turn' },
    help: 'Identity of everything up to the end of the turn’s message. Equal numbers are equal tokens; their size means nothing.',
    score: ({ tokens, turns }: Rollout) => turns.map(({ message }) => identity(tokens.subarray(0, message.end))),
  },
];
