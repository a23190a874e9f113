/** The columns of the list, and names for its values. */
import type { StopReason } from '../../../../shared/record/rollout.ts';
import type { Order } from '../address.ts';

export interface ListColumn {
  readonly name: string;
  readonly title: string;
  /** What it can be ordered by. */
  readonly orderBy?: Order['orderBy'];
  readonly number?: boolean;
  /** Hidden in a narrow list. */
  readonly wide?: boolean;
}

export const listColumns: readonly ListColumn[] = [
  { name: 'step', title: 'Step', orderBy: 'step', number: true },
  { name: 'right', title: 'Right' },
  { name: 'question', title: 'Question' },
  { name: 'algorithm', title: 'Run' },
  { name: 'reward', title: 'Reward', orderBy: 'reward', number: true },
  { name: 'f1', title: 'F1', orderBy: 'answerF1', number: true },
  { name: 'turns', title: 'Turns', orderBy: 'turns', number: true, wide: true },
  { name: 'tokens', title: 'Tokens', orderBy: 'tokens', number: true, wide: true },
  { name: 'ended', title: 'Ended', wide: true },
];

export const stopReasonTexts: Readonly<Record<StopReason, string>> = {
  answered: 'answered',
  maxTurns: 'out of turns',
  maxTokens: 'out of tokens',
  error: 'error',
};
