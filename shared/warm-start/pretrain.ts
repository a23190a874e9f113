/** Makes a warm start: stages of supervised steps on transcripts of the built-in worlds. */
import type { Rollout } from '../record/rollout.ts';
import { rollOut, type Environment, type RolloutOptions } from '../rollout/roll-out.ts';
import { stream, type Rng } from '../util/rng.ts';
import type { World } from '../worlds/world.ts';
import type { GraphLearner } from '../model/graph-learner.ts';
import {
  drillTranscript,
  evidenceTranscript,
  meanWeights,
  tokenShares,
  type EvidenceOptions,
  type EvidenceTools,
  type Posterior,
  type Transcript,
} from './demonstrations.ts';

export interface Stage {
  readonly name: string;
  readonly steps: number;
  /** At the stage's start; falls linearly to `finalShare` of it. */
  readonly learningRate: number;
  readonly finalShare: number;
  /** Shares of the batch; the rest is evidence. */
  readonly drills: number;
  readonly demonstrations: number;
  readonly ownPrefixes: number;
  /** Most passages of a drill. */
  readonly drillPassages: number;
  /** The target of an answer is an ideal reader's belief, not the true answer. */
  readonly idealReader: boolean;
  /** Useless, missing and shuffled evidence; actions have `actionWeight`. */
  readonly evidence: EvidenceOptions;
  /** Evidence of demonstrations, which teach actions. */
  readonly demonstration: EvidenceOptions;
}

export interface PretrainRecipe {
  readonly seed: number;
  readonly batchSize: number;
  readonly warmupSteps: number;
  readonly stages: readonly Stage[];
}

export interface PretrainContext extends EvidenceTools {
  readonly learner: GraphLearner;
  /** Drawn with equal probability. */
  readonly worlds: readonly World[];
  /** For prefixes that the policy writes itself. */
  readonly environment: Environment;
  readonly rolloutOptions: RolloutOptions;
  report(progress: { stage: string; step: number; steps: number; loss: number }): void;
}

/** Runs all stages. Deterministic in the recipe. Throws RangeError where the loss is not finite. */
export async function pretrain(recipe: PretrainRecipe, context: PretrainContext): Promise<void> {
  let done = 0;
  let pool: OwnRollout[] = [];
  for (const stage of recipe.stages)
    for (let step = 1; step <= stage.steps; step++) {
      done++;
      if (stage.ownPrefixes > 0 && (step - 1) % POOL_STEPS === 0) pool = await ownRollouts(recipe.seed, done, context);
      const transcripts = batch(recipe, stage, done, pool, context);
      const rate =
        stage.learningRate *
        (1 - (1 - stage.finalShare) * (step / stage.steps)) *
        Math.min(1, done / recipe.warmupSteps);
      const { loss } = await context.learner.supervise(meanWeights(transcripts), rate);
      if (!Number.isFinite(loss))
        throw new RangeError(
          `warm start, stage ${stage.name}, step ${step}: expected a finite loss, got ${loss} — lower learningRate`,
        );
      context.report({ stage: stage.name, step, steps: stage.steps, loss });
    }
}

function batch(
  { seed, batchSize }: PretrainRecipe,
  stage: Stage,
  step: number,
  pool: readonly OwnRollout[],
  context: PretrainContext,
): Transcript[] {
  return Array.from({ length: batchSize }, (_, i) => {
    const rng = stream(seed, 'transcript', step, i);
    if (i < stage.ownPrefixes * batchSize) return groundTruthAfter(rng.pick(pool), stage.idealReader, rng, context);
    const world = rng.pick(context.worlds);
    const index = step * batchSize + i;
    const universe = world.universe(seed, 'train', index);
    const kind = rng.next() * (1 - stage.ownPrefixes);
    if (kind < stage.drills) return drillTranscript(universe, 1 + rng.integer(stage.drillPassages), rng, context);
    const options = kind < stage.drills + stage.demonstrations ? stage.demonstration : stage.evidence;
    const asked = world.question(seed, 'train', index);
    const posterior = stage.idealReader ? (read: ReadonlySet<string>) => world.posterior(asked, universe, read) : null;
    return evidenceTranscript(asked, universe, options, rng, context, posterior);
  });
}

/** Own rollouts are sampled again after this many steps: often enough to match the policy, seldom enough to be
 *  cheap. */
const POOL_STEPS = 8;
const POOL_SIZE = 192;

interface OwnRollout {
  readonly rollout: Rollout;
  readonly groundTruth: string;
  readonly posterior: Posterior;
}

/** Rollouts of the current policy. */
async function ownRollouts(
  seed: number,
  step: number,
  { environment, rolloutOptions, worlds }: PretrainContext,
): Promise<OwnRollout[]> {
  const rng = stream(seed, 'own questions', step);
  const drawn = Array.from({ length: POOL_SIZE }, (_, i) => {
    const [world, index] = [rng.pick(worlds), OWN_QUESTIONS + step * POOL_SIZE + i];
    const task = world.question(seed, 'train', index);
    const universe = world.universe(seed, 'train', index);
    return { task, posterior: (read: ReadonlySet<string>) => world.posterior(task, universe, read) };
  });
  const tasks = drawn.map(({ task }) => task);
  const groups = await rollOut(
    {
      name: `${step}`,
      tasks,
      firstGroup: 0,
      groupSize: 1,
      scoreGroundTruth: false,
      rng: (group) => stream(seed, 'own rollout', step, group),
    },
    environment,
    rolloutOptions,
  );
  return drawn.map(({ task, posterior }, i) => ({
    rollout: groups[i][0],
    groundTruth: task.question.groundTruth[0],
    posterior,
  }));
}

/** Questions from this index on are only for own rollouts. */
const OWN_QUESTIONS = 10_000_000;

/** A rollout cut after a random turn and followed by the ground truth: the prefixes that beliefs are scored at in
 *  training. Only the ground truth is taught. */
function groundTruthAfter(
  { rollout, groundTruth, posterior }: OwnRollout,
  idealReader: boolean,
  rng: Rng,
  { environment, rolloutOptions, tokenizer }: PretrainContext,
): Transcript {
  const answered = rollout.turns.filter(({ response }) => response !== null);
  const kept = answered.slice(0, rng.integer(answered.length + 1));
  const prefix = rollout.tokens.subarray(0, kept.at(-1)?.response?.end ?? rollout.promptLength);
  const { tokens, span } = environment.protocol.groundTruthFork(groundTruth, rolloutOptions.wrapper);
  const [start, end] = [prefix.length + span.start, prefix.length + span.end];
  const read = new Set(kept.flatMap(({ retrieval }) => retrieval?.passages.map(({ passage }) => passage.id) ?? []));
  const belief = idealReader ? posterior(read) : null;
  return {
    tokens: Int32Array.from([...prefix, ...tokens]),
    weight: new Float32Array(prefix.length + tokens.length).fill(1, start, end),
    ...(belief && { soft: new Map([[start, tokenShares(belief, tokenizer)]]) }),
  };
}
