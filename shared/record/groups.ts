/** What a group is: the rollouts that were drawn for one question at once. A question that is drawn twice has two groups. */
import type { SavedRollout } from './saved-rollout.ts';

/** The rollouts by group, groups and rollouts in the order in which they come. */
export const groupsOf = <T extends SavedRollout>(rollouts: readonly T[]): T[][] => [
  ...Map.groupBy(rollouts, ({ rollout }) => rollout.groupId).values(),
];

/** Of a rollout that was saved before groups had ids. */
export const groupIdFrom = (rolloutId: string): string => rolloutId.slice(0, rolloutId.lastIndexOf('/'));
