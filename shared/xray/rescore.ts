/** Credits saved rollouts again, by their own algorithm or any other: what would it have learned from these tokens? */
import { didYouMean } from '../util/text.ts';
import { parseRunConfig, type RunConfig } from '../config/run-config.ts';
import { algorithms } from '../algorithms/index.ts';
import type { CriticObjective } from '../loss/objective.ts';
import { environmentFailed, type Rollout } from '../record/rollout.ts';
import { scorersNamed } from '../scorers/index.ts';
import { scoreRollout } from '../scorers/score-rollout.ts';
import type { Scorer } from '../scorers/scorer.ts';
import type { ScoredRollout } from '../data/scores.ts';
import type { JsonObject } from '../util/json.ts';
import { atStep } from '../train/adapt.ts';
import { catalogues } from '../train/catalogues.ts';
import { creditBatch } from '../train/credit-batch.ts';
import { withCredit, type Creditor } from '../train/credit-group.ts';
import { withTokenCredit } from '../train/credit-tokens.ts';
import type { LearnedRollout, SavedRollout } from '../record/saved-rollout.ts';

export type Groups = readonly (readonly SavedRollout[])[];
export type LearnedGroups = readonly (readonly LearnedRollout[])[];

/** An algorithm by name, with the values of a preset or its defaults. */
export interface AlgorithmChoice {
  readonly name: string;
  readonly preset?: string;
}

/** The form in the command line and in addresses: `igpo`, `igpo:v1`. */
export const choiceText = ({ name, preset }: AlgorithmChoice): string =>
  preset === undefined ? name : `${name}:${preset}`;

/** The inverse. Throws RangeError for an unknown algorithm or preset. */
export function parseChoice(text: string): AlgorithmChoice {
  const [name, preset, ...more] = text.split(':');
  const known = algorithms.map((algorithm) => algorithm.name);
  const found = algorithms.find((algorithm) => algorithm.name === name);
  if (!found)
    throw new RangeError(
      `algorithm: expected one of ${known.join(', ')}, got ${name || 'nothing'}${didYouMean(name, known)}`,
    );
  if (preset === undefined) return { name: found.name };
  const presets = Object.keys(found.presets);
  if (more.length > 0 || !Object.hasOwn(found.presets, preset))
    throw new RangeError(
      `algorithm ${name}: expected a preset of ${presets.join(', ') || 'none'}, got ${[preset, ...more].join(':')}${didYouMean(preset, presets)}`,
    );
  return { name: found.name, preset };
}

/** The chosen algorithm under a run's config; the run's own if none is chosen.
 *  Throws RangeError or TypeError where the run's world or groups do not allow it. */
export function creditorFor(config: JsonObject, choice: AlgorithmChoice | null): Creditor {
  const parsed = parseRunConfig(choice === null ? config : { ...config, algorithm: { ...choice } }, catalogues);
  const named = (name: unknown) => algorithms.find((algorithm) => algorithm.name === name);
  const own = choice === null ? parsed.algorithm : ((config.algorithm ?? {}) as RunConfig['algorithm']);
  const trainedBy = named(own.name); // none where another version's algorithm trained the run
  const savedCritic = trainedBy?.objective(own).critic;
  return { algorithm: named(parsed.algorithm.name)!, config: parsed, ...(savedCritic && { savedCritic }) };
}

/** Something that was not saved and cannot be computed without the model. */
export class MissingScore extends TypeError {}

/** The same for per-token data. */
export class MissingAtTokens extends MissingScore {}

/** The groups of step `step` with the algorithm's rewards and advantages in place of those saved. Saved scores are used
 *  as they are; others are computed from the rollout. A critic's credit is from the value estimates of the run's own
 *  critic, where these were of the same returns.
 *  Throws MissingScore for what cannot be computed. */
export function rescore(groups: Groups, configured: Creditor, step: number): LearnedGroups {
  const creditor = atStep(step, configured);
  const { algorithm, config } = creditor;
  const scorers = scorersNamed(algorithm.scorers(config.algorithm));
  const scored = groups.map((group) => group.map((stored) => ({ ...stored, scores: completed(stored, scorers) })));
  const credited = creditBatch(
    scored.map((group) => withCredit(group, creditor)),
    creditor,
  );
  const { critic } = algorithm.objective(config.algorithm);
  const values = critic ? savedValueEstimates(groups, credited, critic, creditor) : null;
  return elseMissing(MissingAtTokens, () => withTokenCredit(credited, creditor, values));
}

/** The value estimates of the run's critic: of use only for the rewards and the discount that it learned from. */
function savedValueEstimates(
  saved: Groups,
  credited: LearnedGroups,
  wanted: CriticObjective,
  { savedCritic }: Creditor,
): Float32Array[] {
  const again = credited.flat();
  return saved.flat().flatMap(({ rollout, credit, value }, i) => {
    if (environmentFailed(rollout)) return [];
    if (value === undefined)
      throw new MissingAtTokens(
        'critic: expected its value estimates, got none — they exist only where the run trained with a critic',
      );
    if (!credit?.reward.every((r, t) => r === again[i].credit.reward[t]) || savedCritic?.gamma !== wanted.gamma)
      throw new MissingAtTokens(
        'critic: expected one that estimates these returns, got one that learned other rewards or another discount — train with this algorithm to see its credit',
      );
    if (wanted.everyToken && !(savedCritic.everyToken && estimatesAll(rollout, value)))
      throw new MissingAtTokens(
        'critic: expected value estimates before the environment’s tokens too, got only those before the policy’s — the run skipped tool tokens',
      );
    return [value];
  });
}

/** Whether there are estimates before the environment's tokens too: earlier versions saved 0 there. */
const estimatesAll = ({ mask, promptLength }: Rollout, value: Float32Array): boolean =>
  mask.every((written, t) => t < promptLength || written === 1) ||
  value.every((v) => v === 0) ||
  value.some((v, t) => t >= promptLength && mask[t] === 0 && v !== 0);

function completed({ rollout, question, scores }: SavedRollout, scorers: readonly Scorer[]): ScoredRollout {
  const { turnScores, outcomeScores } = scores;
  const missing = scorers.filter(({ name, per }) => !Object.hasOwn(per === 'turn' ? turnScores : outcomeScores, name));
  if (missing.length === 0) return scores;
  const added = elseMissing(MissingScore, () => scoreRollout(rollout, question, missing));
  return {
    ...scores,
    turnScores: { ...turnScores, ...added.turnScores },
    outcomeScores: { ...outcomeScores, ...added.outcomeScores },
  };
}

/** Turns a TypeError, which scorers and algorithms throw where something they read is missing, into a `Missing`. */
function elseMissing<T>(Missing: typeof MissingScore, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof TypeError ? new Missing(error.message, { cause: error }) : error;
  }
}
