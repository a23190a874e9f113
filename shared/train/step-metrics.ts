/** Metrics of a step. Names, units and readings: metrics/names.ts. */
import { environmentFailed, stopReasons } from '../record/rollout.ts';
import type { StopReason } from '../record/rollout.ts';
import type { SavedRollout } from '../record/saved-rollout.ts';
import { mean, sum } from '../util/math.ts';
import { reported } from './reads.ts';
import { gainAgreement } from './gain-agreement.ts';
import { equalOutcomes, hasSignal } from './signal.ts';
import type { CreditedRollout } from './credited-rollout.ts';
import type { StepUpdate } from './update-by-preference.ts';

/** `group/name` → value. Metrics that do not exist at a step are absent, such as a gain of turn 4 without such a
 *  turn. */
export type Metrics = Readonly<Record<string, number>>;

type Group = readonly CreditedRollout[];

/** All metrics of a step's rollouts. Scores, gains, rewards and signal are of those that the environment did not fail.
 *  `outcomes`: names of the outcome scorers that the algorithm reads. */
export function rolloutMetrics(groups: readonly Group[], outcomes: readonly string[]): Metrics {
  const fair = groups
    .map((group) => group.filter(({ rollout }) => !environmentFailed(rollout)))
    .filter((group) => group.length > 0);
  const rollouts = fair.flat();
  const scores = scoreMeans(rollouts);
  return {
    success: scores.exact_match,
    'reward/mean': mean(rollouts.map(({ credit }) => sum(credit.reward))),
    ...prefixed('score/', scores),
    ...gainMetrics(rollouts),
    ...gainAgreement(fair, outcomes[0] ?? 'answerF1'),
    ...signalMetrics(fair, outcomes),
    ...shapeMetrics(groups.flat()),
  };
}

/** Mean of each reported score over the rollouts, by the last part of its metric's name. */
export const scoreMeans = (
  rollouts: readonly SavedRollout[],
): Record<(typeof reported)[keyof typeof reported], number> =>
  Object.fromEntries(
    Object.entries(reported).map(([scorer, metric]) => [
      metric,
      mean(rollouts.map(({ scores }) => scores.outcomeScores[scorer])),
    ]),
  ) as ReturnType<typeof scoreMeans>;

export const prefixed = (prefix: string, metrics: Metrics): Metrics =>
  Object.fromEntries(Object.entries(metrics).map(([name, value]) => [`${prefix}${name}`, value]));

/** Information gain over the scored turns, all and by turn, and the belief it starts from and ends with; empty without
 *  beliefs. */
function gainMetrics(rollouts: Group): Metrics {
  const gains = rollouts.map(({ scores }) => scores.turnScores.informationGain ?? []);
  const scored = gains.flat().filter((gain) => gain !== null);
  const beliefs = rollouts.flatMap(({ belief }) => (belief ? [belief] : []));
  const metrics: Record<string, number> = {};
  if (scored.length > 0) {
    metrics['gain/mean'] = mean(scored);
    metrics['gain/negative_share'] = mean(scored.map((gain) => Number(gain < 0)));
    metrics['gain/zero_share'] = mean(scored.map((gain) => Number(gain === 0)));
    const size = (rewards: readonly number[]) => mean(rewards.map(Math.abs));
    const ofGain = size(
      rollouts.flatMap(({ credit }, i) => [...credit.reward].filter((_, t) => (gains[i][t] ?? null) !== null)),
    );
    const ofOutcome = size(rollouts.flatMap(({ credit }) => [...credit.reward.slice(-1)]));
    if (ofOutcome > 0) metrics['gain/outcome_ratio'] = ofGain / ofOutcome;
  }
  for (let t = 0; t < Math.max(0, ...gains.map((row) => row.length)); t++) {
    const ofTurn = gains.map((row) => row[t] ?? null).filter((gain) => gain !== null);
    if (ofTurn.length > 0) metrics[`gain/turn_${t + 1}`] = mean(ofTurn);
  }
  if (beliefs.length > 0) {
    metrics['belief/prompt'] = mean(beliefs.map((belief) => belief[0]));
    metrics['belief/last'] = mean(beliefs.map((belief) => belief[belief.length - 1]));
  }
  return metrics;
}

/** Shares of groups without advantages, of those with equal outcomes, and of those with equal outcomes that have
 *  advantages. */
function signalMetrics(groups: readonly Group[], outcomes: readonly string[]): Metrics {
  const silent = groups.map((group) => !hasSignal(group));
  const equal = groups.map((group) => equalOutcomes(group, outcomes));
  return {
    'signal/groups_without': mean(silent.map(Number)),
    'signal/groups_without_outcome': mean(equal.map(Number)),
    'signal/rescued': mean(equal.map((isEqual, i) => Number(isEqual && !silent[i]))),
  };
}

/** Lengths and stop reasons of all rollouts. */
function shapeMetrics(all: Group): Metrics {
  const rollouts = all.map(({ rollout }) => rollout);
  const stopped = (reason: StopReason) => mean(rollouts.map(({ stopReason }) => Number(stopReason === reason)));
  return {
    'rollout/turns': mean(rollouts.map(({ turns }) => turns.length)),
    'rollout/tokens': mean(rollouts.map(({ tokens }) => tokens.length)),
    'rollout/policy_tokens': mean(rollouts.map(({ mask }) => sum(mask))),
    ...Object.fromEntries(stopReasons.map((reason) => [`rollout/stop_${reason}`, stopped(reason)])),
    'rollout/malformed': mean(rollouts.map(({ wellFormed }) => Number(!wellFormed))),
    'rollout/errors': stopped('error'),
  };
}

/** Means over the updates of a step. */
export function updateMetrics(updates: readonly StepUpdate[]): Metrics {
  const over = (read: (update: StepUpdate) => number) => mean(updates.map(read));
  return {
    'loss/policy': over(({ loss }) => loss),
    'loss/clip_fraction': over(({ clipFraction }) => clipFraction),
    'kl/old_k1': over(({ klOldK1 }) => klOldK1),
    'kl/old_k3': over(({ klOldK3 }) => klOldK3),
    ...(updates[0].klRefK3 === null ? {} : { 'kl/ref_k3': over(({ klRefK3 }) => klRefK3!) }),
    ...(updates[0].valueLoss === null ? {} : { 'loss/value': over(({ valueLoss }) => valueLoss!) }),
    'entropy/mean': over(({ entropy }) => entropy),
    'optimizer/grad_norm': over(({ gradNorm }) => gradNorm),
    ...preferenceMetrics(updates.flatMap(({ preference }) => (preference ? [preference] : []))),
  };
}

/** Of all pairs of a step: none unless the objective is a preference, only their number if there are no pairs. */
function preferenceMetrics(margins: readonly (readonly number[])[]): Metrics {
  const all = margins.flat();
  return {
    ...(margins.length > 0 && { 'preference/pairs': all.length }),
    ...(all.length > 0 && {
      'preference/margin': mean(all),
      'preference/agreement': mean(all.map((margin) => Number(margin > 0))),
    }),
  };
}

/** Times of a step; none without a clock. */
export function timeMetrics(groups: readonly Group[], started?: number, rolledOut?: number, updated?: number): Metrics {
  if (started === undefined || rolledOut === undefined || updated === undefined) return {};
  const tokens = sum(groups.flat().map(({ rollout }) => rollout.tokens.length));
  return {
    'time/rollout_ms': rolledOut - started,
    'time/update_ms': updated - rolledOut,
    'time/step_ms': updated - started,
    // clocks may tick in whole milliseconds
    'throughput/tokens_per_second': (1000 * tokens) / Math.max(1, updated - started),
  };
}
