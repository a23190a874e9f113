/** A group holds the rollouts that one draw of a question gave: a question that is drawn twice has two groups. */
import type { SavedRollout } from './saved-rollout.ts';

/** Groups in order of first appearance, the rollouts of each in their order. */
export const groupsOf = <T extends SavedRollout>(rollouts: readonly T[]): T[][] => [
  ...Map.groupBy(rollouts, ({ rollout }) => rollout.groupId).values(),
];

/** Id of the group of a rollout that was saved before groups had ids. */
export const groupIdFrom = (rolloutId: string): string => rolloutId.slice(0, rolloutId.lastIndexOf('/'));
