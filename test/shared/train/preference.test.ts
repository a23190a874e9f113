/** An update on pairs against the slope of its loss, on the float64 interpreter and on onnxruntime; then a real run. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openTrainer } from '../../../main/trainer/open-trainer.ts';
import { openRuntime } from '../../../main/devices/ort-runtime.ts';
import { reasonRag } from '../../../shared/algorithms/reason-rag.ts';
import { logRatioMargin, type SpanOf } from '../../../shared/credit/preference.ts';
import { interpret } from '../../../shared/graph/interpreter.ts';
import type { Graph } from '../../../shared/graph/graph.ts';
import { objectiveGraph } from '../../../shared/loss/objective-loss.ts';
import { preferenceLoss } from '../../../shared/loss/preference-loss.ts';
import { modelTensors } from '../../../shared/models/tensors.ts';
import { planBatches } from '../../../shared/model/buckets.ts';
import { graphLearner } from '../../../shared/model/graph-learner.ts';
import type { Learner, LearnerRow } from '../../../shared/model/learner.ts';
import { initialParameters } from '../../../shared/model/parameters.ts';
import { sequenceInputs } from '../../../shared/model/sequence-inputs.ts';
import { logProbGraph, trainingGraph } from '../../../shared/model/training-graph.ts';
import { sgd } from '../../../shared/optimizers/sgd.ts';
import { actionSpans, type Rollout, type Turn } from '../../../shared/record/rollout.ts';
import type { CreditedRollout } from '../../../shared/train/credited-rollout.ts';
import { trainStep } from '../../../shared/train/step.ts';
import type { Trainer } from '../../../shared/train/trainer.ts';
import { updateByPreference } from '../../../shared/train/update-by-preference.ts';
import { mean, sum } from '../../../shared/util/math.ts';
import { stream } from '../../../shared/util/rng.ts';
import { valuesOf } from '../algorithms/defaults.ts';
import { close as closeNumbers } from '../../support/close.ts';
import { tinyArchitecture } from '../../support/small-model.ts';
import { tinyConfig } from '../../support/tiny-run.ts';
import { saveTinyWarmStart } from '../../support/tiny-warm-start.ts';

const SEED = 22;
const values = { ...valuesOf(reasonRag), name: 'reasonRag' };
const objective = reasonRag.objective(values);
const { beta } = values;

/** Rollouts by what they wrote, a letter a turn: a prompt of 3 tokens, messages of 2 or 3, responses of 2. Those of one
 *  beginning share it. The letters c and d think first, 2 tokens and the same in the same place, before a message of 2
 *  more. */
function stored(word: string, outcome: number): CreditedRollout {
  const turns: Turn[] = [];
  const tokens = [1, 2, 3];
  const mask = [0, 0, 0];
  const write = (length: number, by: number, seed: string) => {
    const start = tokens.length;
    const rng = stream(SEED, seed);
    for (let i = 0; i < length; i++) {
      tokens.push(rng.integer(tinyArchitecture.vocabularySize));
      mask.push(by);
    }
    return { start, end: tokens.length };
  };
  [...word].forEach((letter, t) => {
    const soFar = word.slice(0, t + 1);
    const thought = 'cd'.includes(letter) ? write(2, 1, `thought ${word.slice(0, t)}`) : null;
    const { start, end } = write(letter === 'b' ? 3 : 2, 1, `message ${soFar}`);
    const message = { start: thought?.start ?? start, end };
    const response = t === word.length - 1 ? null : write(2, 0, `response ${soFar}`);
    const more = {
      thought: null,
      query: null,
      retrieval: null,
      answer: null,
      ...(thought && { thoughtEnd: thought.end }),
    };
    turns.push({ message, response, ...more });
  });
  const number = (end: number): number => [...word.slice(0, end)].reduce((n, c) => 5 * n + ' abcd'.indexOf(c), 0);
  const per = <T>(value: (t: number) => T): T[] => [...word].map((_, t) => value(t));
  return {
    rollout: {
      ...{ id: word, turns, tokens: Int32Array.from(tokens), mask: Uint8Array.from(mask) },
      logProb: new Float32Array(tokens.length),
    },
    scores: {
      ...{ turns: word.length, wellFormed: true, answered: true, outcomeScores: { answerF1Multiset: outcome } },
      turnScores: {
        context: per(number),
        evidence: per((t) => ('cd'.includes(word[t]) ? 1000 + number(t) : null)),
        action: per((t) => number(t + 1)),
        turnFormat: per(() => 1),
      },
    },
  } as unknown as CreditedRollout;
}

/** Six pairs: of the first turns; of three second ones after a, the third the thought of ac and ad; of what those did;
 *  of the second ones after b. ab is there twice. */
const outcomes = { aa: 1, ab: 0.2, ac: 0.9, ad: 0.4, ba: 0, bb: 0.5 };
const group = [...Object.entries(outcomes), ['ab', 0.2] as const].map(([word, outcome]) => stored(word, outcome));
const rollouts = group.map(({ rollout }) => rollout);
const pairs = reasonRag.pairs!(
  group.map(({ scores }) => scores),
  values,
);
const spanOf =
  (of: readonly Rollout[]): SpanOf =>
  (i, { turn, part }) =>
    actionSpans(of[i].turns[turn], turn)[part === 'rest' ? 1 : 0];
const update = (learner: Learner) =>
  updateByPreference([group], objective, beta, 0.5, {
    algorithm: reasonRag,
    config: { algorithm: values },
    learner,
  } as unknown as Trainer);

type Params = Readonly<Record<string, Float64Array>>;
const paramsOf = (seed: number): Params =>
  Object.fromEntries(
    Object.entries(initialParameters(tinyArchitecture, seed)).map(([name, { data }]) => [
      name,
      Float64Array.from(data),
    ]),
  );
const current = paramsOf(1);
const reference = paramsOf(2);

/** The outputs of a graph over one row, in float64. */
function evaluate(
  make: (bucket: Parameters<typeof logProbGraph>[1]) => Graph,
  params: Params,
  row: Partial<LearnerRow> & { tokens: Int32Array },
) {
  const { tokens, weight, advantage, oldLogProb } = row;
  const predicted = [...tokens.keys()].filter((t) => t > 0 && (!weight || weight[t] !== 0));
  const columns = weight
    ? { weight, advantage: advantage!, oldLogProb: oldLogProb!, mask: weight.map((w) => (w === 0 ? 0 : 1)) }
    : {};
  const [planned] = planBatches([{ length: tokens.length, selected: predicted.length }], 1024);
  const graph = make(planned.bucket);
  const given = sequenceInputs(tinyArchitecture, planned, [{ tokens, predicted, columns }]);
  const inputs = Object.fromEntries(
    graph.inputs.map(({ name, shape }) => [
      name,
      name in given
        ? Float64Array.from(given[name].data as Float32Array)
        : (params[name] ?? new Float64Array(shape.reduce((a, b) => a * b, 1))),
    ]),
  );
  const outputs = interpret(graph, inputs);
  const at = (name: string) => outputs[graph.outputs.findIndex((output) => output.name === name)].data;
  return { at, predicted };
}

function logProbs(params: Params): Float64Array[] {
  return rollouts.map(({ tokens }) => {
    const { at, predicted } = evaluate((bucket) => logProbGraph(tinyArchitecture, bucket), params, { tokens });
    const result = new Float64Array(tokens.length);
    predicted.forEach((t, slot) => (result[t] = at('logProb')[slot]));
    return result;
  });
}

const fixed = logProbs(reference);
const marginsAt = (params: Params): number[] => {
  const now = logProbs(params);
  const difference = now.map((row, i) => row.map((x, t) => x - fixed[i][t]));
  return pairs.map((pair) => logRatioMargin(pair, spanOf(rollouts), difference));
};
const lossAt = (params: Params): number => mean(marginsAt(params).map((margin) => preferenceLoss(margin, beta)));

/** A learner in float64 that keeps the gradient of its last update. */
function interpreted(ref: Params): Learner & { gradient: Record<string, Float64Array>; rows: readonly LearnerRow[] } {
  const learner = {
    gradient: {} as Record<string, Float64Array>,
    rows: [] as readonly LearnerRow[],
    logProbs: async (_: unknown, policy: string) =>
      logProbs(policy === 'reference' ? ref : current).map((row) => Float32Array.from(row)),
    values: async () => [],
    refreshTeacher: async () => undefined,
    update: async (rows: readonly LearnerRow[], minimised: typeof objective) => {
      learner.rows = rows;
      learner.gradient = Object.fromEntries(
        Object.entries(current).map(([name, data]) => [name, new Float64Array(data.length)]),
      );
      for (const row of rows) {
        const { at } = evaluate(
          (bucket) => trainingGraph(tinyArchitecture, bucket, objectiveGraph(minimised)),
          current,
          row,
        );
        for (const [name, total] of Object.entries(learner.gradient))
          at(`total.${name}`).forEach((g: number, i: number) => (total[i] += g));
      }
      return {
        loss: 0,
        gradNorm: 0,
        clipFraction: 0,
        klOldK1: 0,
        klOldK3: 0,
        klRefK3: null,
        entropy: 0,
        valueLoss: null,
      };
    },
  };
  return learner;
}

test('the gradient of every parameter is the slope of the mean loss of the pairs, by central differences in float64', async () => {
  const learner = interpreted(reference);
  const { loss, preference } = await update(learner);
  assert.equal(pairs.length, 6);
  assert.ok(Math.abs(loss - lossAt(current)) < 1e-6);
  assert.ok(
    preference!.some((margin) => Math.abs(margin) > 0.1),
    'the policies differ',
  );
  const rng = stream(SEED, 'direction');
  for (const [name, gradient] of Object.entries(learner.gradient)) {
    const direction = gradient.map(() => rng.normal());
    const slope = sum(gradient.map((g, i) => g * direction[i]));
    const along = (h: number) => lossAt({ ...current, [name]: current[name].map((x, i) => x + h * direction[i]) });
    const numeric = (along(1e-5) - along(-1e-5)) / 2e-5;
    const scale = Math.max(1e-3, Math.abs(slope), Math.sqrt(sum(gradient.map((g) => g * g))));
    // wide: log-probs and advantages go through the learner as float32
    assert.ok(Math.abs(numeric - slope) / scale < 1e-5, `seed ${SEED}, ${name}: rule ${slope}, differences ${numeric}`);
  }
});

test('onnxruntime takes the step that the interpreter’s gradient says', async () => {
  const exact = interpreted(reference);
  await update(exact);
  const runtime = await openRuntime('cpu', { threads: 1 });
  const learner = graphLearner({
    ...{ runtime, architecture: tinyArchitecture, parameters: initialParameters(tinyArchitecture, 2), optimizer: sgd },
    ...{ optimizerValues: { momentum: 0, weightDecay: 0 }, maxGradNorm: 0, microBatchTokens: 32 },
  });
  await learner.freezeReference();
  const { tensors, updates } = await learner.optimizerState();
  learner.restore(initialParameters(tinyArchitecture, 1), { tensors, updates });
  const { loss } = await update(learner);
  assert.ok(Math.abs(loss - lossAt(current)) < 1e-5);
  const after = await learner.parameters();
  await learner.release();
  for (const { name } of modelTensors(tinyArchitecture)) {
    const scale = Math.max(1e-2, ...exact.gradient[name].map(Math.abs));
    exact.gradient[name].forEach((g, i) => {
      const step = (current[name][i] - after[name].data[i]) / 0.5;
      assert.ok(Math.abs(step - g) < 1e-4 * scale + 2e-6, `${name}[${i}]: interpreter ${g}, onnxruntime ${step}`);
    });
  }
});

test('at the reference policy the loss is log 2, every margin 0, and tokens have advantages as the saved advantages say', async () => {
  const learner = interpreted(current);
  const { loss, preference, klRefK3 } = await update(learner);
  assert.equal(loss, Math.LN2);
  assert.deepEqual(preference, [0, 0, 0, 0, 0, 0]);
  assert.equal(klRefK3, 0);
  const credits = reasonRag.credit(
    group.map(({ scores }) => scores),
    values,
  );
  learner.rows.forEach(({ advantage, weight }, i) => {
    // saved for a turn: the sum of the advantages of its thought and the rest
    const perTurn = rollouts[i].turns.map((turn, t) =>
      sum(actionSpans(turn, t).map(({ start, end }) => mean(advantage.subarray(start, end)))),
    );
    closeNumbers(perTurn, [...credits[i].advantage], 1e-6);
    const weights = Float32Array.from(rollouts[i].mask, (m) => m / 6);
    assert.deepEqual(weight, weights);
  });
});

test('a step without a pair has loss 0 and no gradient', async () => {
  const learner = interpreted(reference);
  const level = [stored('aa', 1), stored('ab', 1)];
  const { loss, preference } = await updateByPreference([level], objective, beta, 0.5, {
    ...{ algorithm: reasonRag, config: { algorithm: values } },
    learner: {
      ...learner,
      logProbs: async () => level.map(({ rollout }) => new Float32Array(rollout.tokens.length)),
      update: learner.update,
    },
  } as unknown as Trainer);
  assert.deepEqual([loss, preference], [0, []]);
  for (const gradient of Object.values(learner.gradient)) assert.ok(gradient.every((g) => g === 0));
});

test('a tiny run on a real world learns to prefer what it chose: the margins of its first pairs rise', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'igpo-preference-'));
  t.after(() => rmSync(root, { recursive: true }));
  await saveTinyWarmStart(root);
  const rollout = { groupSize: 8, questionsPerStep: 4 };
  const { trainer, learner, close } = await openTrainer(
    tinyConfig(root, { algorithm: { name: 'reasonRag' }, rollout, optimizer: { learningRate: 0.003 } }),
  );
  const first = await trainStep(1, trainer);
  assert.ok(Math.abs(first.metrics['loss/policy'] - Math.LN2) < 1e-6, 'log 2 at the warm start');
  assert.ok(
    first.groups.flat().some(({ rollout }) => rollout.grownFrom),
    'there are branches',
  );
  const preferred = async () => {
    const margins: number[] = [];
    for (const tree of first.groups) {
      const of = async (policy: 'current' | 'reference') =>
        learner.logProbs(
          tree.map(({ rollout }) => rollout),
          policy,
        );
      const [now, before] = [await of('current'), await of('reference')];
      const difference = now.map((row, i) => row.map((x, t) => x - before[i][t]));
      const scores = tree.map((one) => one.scores);
      const compared = trainer.algorithm.pairs!(scores, trainer.config.algorithm);
      margins.push(
        ...compared.map((pair) => logRatioMargin(pair, spanOf(tree.map(({ rollout }) => rollout)), difference)),
      );
    }
    return margins;
  };
  const once = await preferred();
  for (let i = 0; i < 3; i++) await trainStep(1, trainer); // the same questions again
  const often = await preferred();
  await close();
  assert.ok(once.length > 2, `${once.length} pairs`);
  for (const margins of [once, often]) {
    assert.ok(mean(margins) > 0.5, `mean margin ${mean(margins)}, 0 before`); // at 0.5 the odds have risen by 65 %
    assert.ok(mean(margins.map((margin) => Number(margin > 0))) > 0.6, margins.join());
  }
});
