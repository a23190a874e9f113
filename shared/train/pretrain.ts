/** Makes a warm start: stages of supervised steps on transcripts of the built-in worlds. */
import type { Rollout } from '../rollout/rollout.ts';
import { rollOut, type Environment, type RolloutOptions } from '../rollout/roll-out.ts';
import { stream, type Rng } from '../util/rng.ts';
import type { World } from '../worlds/world.ts';
import type { GraphLearner } from '../model/graph-learner.ts';
import {
  drillTranscript,
  evidenceTranscript,
  meanWeights,
  type EvidenceOptions,
  type EvidenceTools,
  type Transcript,
} from './evidence.ts';

export interface Stage {
  readonly name: string;
  readonly steps: number;
  /** At the stage's start; falls linearly to `finalShare` of it. */
  readonly learningRate: number;
  readonly finalShare: number;
  /** Shares of the batch; what is left over is evidence. */
  readonly drills: number;
  readonly demonstrations: number;
  readonly ownPrefixes: number;
  /** Most passages of a drill. */
  readonly drillPassages: number;
  /** Useless, missing and shuffled evidence; actions are taught with `actionWeight`. */
  readonly evidence: EvidenceOptions;
  /** What the policy is shown doing. */
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
  /** Drawn from alike. */
  readonly worlds: readonly World[];
  /** For prefixes that the policy writes itself. */
  readonly environment: Environment;
  readonly rolloutOptions: RolloutOptions;
  report(progress: { stage: string; step: number; steps: number; loss: number }): void;
}

/** Runs all stages. Deterministic in the recipe. Throws RangeError where the loss is not finite. */
export async function pretrain(recipe: PretrainRecipe, context: PretrainContext): Promise<void> {
  let done = 0;
  for (const stage of recipe.stages)
    for (let step = 1; step <= stage.steps; step++) {
      done++;
      const transcripts = await batch(recipe, stage, done, context);
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

async function batch(
  { seed, batchSize }: PretrainRecipe,
  stage: Stage,
  step: number,
  context: PretrainContext,
): Promise<Transcript[]> {
  const own = Math.round(stage.ownPrefixes * batchSize);
  const first = step * batchSize;
  const written = Array.from({ length: batchSize - own }, (_, i) => {
    const rng = stream(seed, 'transcript', step, i);
    const world = rng.pick(context.worlds);
    const universe = world.universe(seed, 'train', first + i);
    const kind = rng.next();
    if (kind < stage.drills) return drillTranscript(universe, 1 + rng.integer(stage.drillPassages), rng, context);
    const options = kind < stage.drills + stage.demonstrations ? stage.demonstration : stage.evidence;
    return evidenceTranscript(world.question(seed, 'train', first + i), universe, options, rng, context);
  });
  return own === 0 ? written : [...written, ...(await ownPrefixes(seed, step, first + batchSize - own, own, context))];
}

/** Rollouts of the policy as it is, each cut after a random turn and followed by the ground truth: the prefixes that beliefs will be
 *  asked about in training. Only the ground truth is taught. */
async function ownPrefixes(
  seed: number,
  step: number,
  first: number,
  count: number,
  context: PretrainContext,
): Promise<Transcript[]> {
  const rng = stream(seed, 'own prefixes', step);
  const tasks = Array.from({ length: count }, (_, i) => rng.pick(context.worlds).question(seed, 'train', first + i));
  const groups = await rollOut(
    {
      name: `${step}`,
      tasks,
      firstGroup: 0,
      groupSize: 1,
      scoreGroundTruth: false,
      rng: (group) => stream(seed, 'own prefix', step, group),
    },
    context.environment,
    context.rolloutOptions,
  );
  return groups.map(([rollout], i) => groundTruthAfter(rollout!, tasks[i]!.question.groundTruth[0]!, rng, context));
}

function groundTruthAfter(
  rollout: Rollout,
  groundTruth: string,
  rng: Rng,
  { environment, rolloutOptions }: PretrainContext,
): Transcript {
  const borders = [rollout.promptLength, ...rollout.turns.flatMap(({ response }) => (response ? [response.end] : []))];
  const prefix = rollout.tokens.subarray(0, rng.pick(borders));
  const { tokens, span } = environment.protocol.groundTruthFork(groundTruth, rolloutOptions.wrapper);
  const weight = new Float32Array(prefix.length + tokens.length).fill(
    1,
    prefix.length + span.start,
    prefix.length + span.end,
  );
  return { tokens: Int32Array.from([...prefix, ...tokens]), weight };
}
