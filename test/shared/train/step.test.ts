import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findMetric } from '../../../shared/metrics/names.ts';
import type { LearnerRow } from '../../../shared/model/learner.ts';
import { rolloutMetrics } from '../../../shared/train/step-metrics.ts';
import { trainStep } from '../../../shared/train/step.ts';
import { renewTeacher } from '../../../shared/train/update.ts';
import { fakePolicy, scripted } from '../../support/fake-policy.ts';
import { toyLearner, toyTokenizer, toyTrainer } from '../../support/toy-trainer.ts';

const ask = '<search> Bo </search>';
const right = `${ask} <answer> Ada </answer>`;
const wrong = '<answer> Bo </answer>';
const senseless = `${ask} Cy <end>`;

/** One step of a group whose members write these scripts. */
async function step(
  scripts: readonly string[],
  config: Readonly<Record<string, object>> = {},
  failing: readonly string[] = [],
) {
  const rows: LearnerRow[][] = [];
  const ticks = [100, 130, 180].values();
  const trainer = toyTrainer({
    config: { ...config, rollout: { groupSize: scripts.length, questionsPerStep: 1, ...config.rollout } },
    sampler: fakePolicy(scripted(scripts.map((script) => toyTokenizer.encode(script)))),
    learner: toyLearner({ skill: 0.3 }, rows),
    failing,
    clock: () => ticks.next().value!,
  });
  return { ...(await trainStep(1, trainer)), rows };
}

const near = (got: number, expected: number, what: string) =>
  // float32 log-probs, 1e-6 in the divisor of z
  assert.ok(Math.abs(got - expected) < 2e-6, `${what}: ${got}, expected ${expected}`);

test('the metrics of three rollouts are those worked out by hand', async () => {
  const { metrics } = await step([right, wrong, senseless]);
  // outcomes 1, 0 and −2 (malformed); z with n − 1: mean −1/3, variance 7/3
  // beliefs: the ground truth is at position 6 after the prompt and 14 after the response, so −0.06 and −0.14, gain
  // −0.08;
  // it is the gain of turn 1 in rollouts 1 and 3, whose second turn is the last. Rollout 2 has the belief of its prompt
  // only.
  // tokens: 4 + 3 + 5 + 3, 4 + 3, 4 + 3 + 5 + 2
  const expected = {
    success: 1 / 3,
    'score/exact_match': 1 / 3,
    'score/answer_f1': 1 / 3,
    'score/chain_reached': 2 / 3,
    'score/format': 2 / 3,
    'reward/mean': 0,
    'gain/mean': -0.08,
    'gain/turn_1': -0.08,
    'gain/negative_share': 1,
    'gain/zero_share': 0,
    'gain/agreement': -0.5, // summed gains −.08, 0, −.08 rank 1.5, 3, 1.5; F1 1, 0, 0 ranks 3, 1.5, 1.5
    'gain/agreement_chain': -1, // the two that searched found the chain and lost belief
    'gain/outcome_ratio': 0, // GRPO rewards the last turn alone
    'belief/prompt': -0.06,
    'belief/last': (-0.14 - 0.06 - 0.14) / 3,
    'signal/groups_without': 0,
    'signal/groups_without_outcome': 0,
    'signal/rescued': 0,
    'rollout/turns': 5 / 3,
    'rollout/tokens': 12,
    'rollout/policy_tokens': 14 / 3,
    'rollout/stop_answered': 2 / 3,
    'rollout/stop_maxTurns': 0,
    'rollout/stop_maxTokens': 0,
    'rollout/stop_error': 1 / 3,
    'rollout/malformed': 1 / 3,
    'rollout/errors': 1 / 3,
    // the toy learner: mean over rollouts of z · (right answer ? 1 : −1), z = 0.872872, 0.218218, −1.091089; loss is
    // its negative
    'loss/policy': -(0.872872 - 0.218218 + 1.091089) / 3,
    'optimizer/grad_norm': (0.872872 - 0.218218 + 1.091089) / 3,
    'loss/clip_fraction': 0.25,
    'kl/old_k1': 0.5,
    'kl/old_k3': 0.75,
    'entropy/mean': 2,
    'optimizer/learning_rate': 0.1,
    'time/rollout_ms': 30,
    'time/update_ms': 50,
    'time/step_ms': 80,
    'throughput/tokens_per_second': 36 / 0.08,
  };
  assert.deepEqual(Object.keys(metrics).sort(), Object.keys(expected).sort());
  for (const [name, value] of Object.entries(expected)) near(metrics[name], value, name);
});

test('every metric of a step is in the dictionary', async () => {
  const { metrics } = await step([right, wrong], { algorithm: { klCoefficient: 0.1 } });
  assert.ok('kl/ref_k3' in metrics);
  assert.deepEqual(
    Object.keys(metrics).filter((name) => findMetric(name) === null),
    [],
  );
});

test('the learner gets each token with its weight, advantage and old log-prob', async () => {
  const { rows, groups } = await step([right, wrong]);
  const [[first, second]] = rows;
  const mask = [0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1];
  // sequenceMeanTokenMean: 1/(2 rollouts · 6 tokens) and 1/(2 · 3); outcomes 1 and 0: z = ±0.5/√0.5
  assert.deepEqual(
    first.weight,
    Float32Array.from(mask, (m) => m / 12),
  );
  mask.forEach((m, t) => near(first.advantage[t], m * Math.SQRT1_2, `advantage ${t}`));
  assert.deepEqual(second.weight, Float32Array.of(0, 0, 0, 0, 1 / 6, 1 / 6, 1 / 6));
  near(second.advantage[5], -Math.SQRT1_2, 'advantage of the wrong answer');
  assert.equal(first.oldLogProb, groups[0][0].rollout.logProb);
  assert.equal(first.refLogProb, null);
});

test('reference log-probs are asked for where the objective has a KL to them', async () => {
  const { rows } = await step([right, wrong], { algorithm: { klCoefficient: 0.1 } });
  assert.deepEqual(rows[0][1].refLogProb, new Float32Array(7).fill(-0.5));
});

test('turn-level credit reaches the turns that earned it and the record', async () => {
  // equal outcomes; beliefs at positions 6, 14 and 22 are −0.06, −0.14 and −0.22, and the last turn has no gain
  const { groups, metrics } = await step([right, `${ask} ${right}`], { algorithm: { name: 'igpo', klCoefficient: 0 } });
  const [one, two] = groups[0];
  assert.deepEqual(
    [one, two].map(({ scores }) =>
      scores.turnScores.informationGain.map((gain) => gain && Math.round(gain * 100) / 100),
    ),
    [
      [-0.08, null],
      [-0.08, -0.08, null],
    ],
  );
  assert.deepEqual(one.belief, Float64Array.of(Math.fround(-0.06), Math.fround(-0.14)));
  assert.deepEqual([two.credit.reward.length, two.credit.advantage.length, two.belief!.length], [3, 3, 3]);
  assert.equal(metrics['signal/groups_without_outcome'], 1);
});

test('the gain is weighed against the outcome by the sizes of their rewards', async () => {
  const { groups } = await step([right, `${ask} ${right}`, wrong], { algorithm: { name: 'igpo', klCoefficient: 0 } });
  const rewards = [[0.25, -1], [-0.5, 0, 3], [2]];
  const ratio = (scale: number) => {
    const given = groups[0].map((one, i) => ({
      ...one,
      credit: {
        ...one.credit,
        reward: Float64Array.from(rewards[i], (r, t) => (t === rewards[i].length - 1 ? scale * r : r)),
      },
    }));
    return rolloutMetrics([given], [])['gain/outcome_ratio'];
  };
  assert.equal(ratio(1), 0.125); // (0.25 + 0.5 + 0)/3 against (1 + 3 + 2)/3
  assert.equal(ratio(0), undefined);
});

test('equal rollouts teach nothing, and the metrics say so', async () => {
  const { metrics, groups } = await step([right, right, right]);
  assert.equal(metrics['signal/groups_without'], 1);
  assert.equal(metrics['signal/groups_without_outcome'], 1);
  assert.ok(groups.flat().every(({ credit }) => credit.advantage.every((a) => a === 0)));
});

test('a group of one gives a finite step that teaches nothing', async () => {
  const trainer = toyTrainer({});
  const config = { ...trainer.config, rollout: { ...trainer.config.rollout, groupSize: 1 } };
  const { metrics, groups } = await trainStep(1, { ...trainer, config });
  for (const [name, value] of Object.entries(metrics)) assert.ok(Number.isFinite(value), name);
  assert.deepEqual([groups.length, groups[0].length, metrics['signal/groups_without']], [2, 1, 1]);
});

test('rollouts that the environment failed are kept on record and out of the comparison', async () => {
  const failed = '<search> Cy </search>';
  const { groups, rows, metrics } = await step([right, failed, wrong], {}, ['Cy']);
  const [one, two, three] = groups[0];
  // outcomes 1 and 0 alone, as in a group of two
  near(one.credit.advantage[0], Math.SQRT1_2, 'advantage of the right answer');
  near(three.credit.advantage[0], -Math.SQRT1_2, 'advantage of the wrong answer');
  assert.deepEqual(two.credit.advantage, Float64Array.of(0));
  assert.match(two.rollout.error!, /no connection for Cy/);
  assert.equal(rows[0].length, 2);
  near(metrics['score/exact_match'], 1 / 2, 'score/exact_match');
  near(metrics['rollout/errors'], 1 / 3, 'rollout/errors');
});

test('a step without a working retriever stops with its cause', async () => {
  const failed = '<search> Cy </search>';
  await assert.rejects(
    step([failed, failed], {}, ['Cy']),
    /expected a rollout to learn from, got none in 2 \(turn 1: retrieval failed: no connection for Cy\) — check the retriever/,
  );
});

test('updatesPerStep deals the groups out in order', async () => {
  const rows: LearnerRow[][] = [];
  const trainer = toyTrainer({
    config: { rollout: { questionsPerStep: 5, groupSize: 2 }, train: { updatesPerStep: 2 } },
    learner: toyLearner({ skill: 0.3 }, rows),
  });
  const { groups } = await trainStep(1, trainer);
  assert.deepEqual(
    rows.map((update) => update.map(({ tokens }) => tokens)),
    [groups.slice(0, 2), groups.slice(2)].map((part) => part.flat().map(({ rollout }) => rollout.tokens)),
  );
});

test('loss or gradients that are not finite stop the step by name', async () => {
  for (const [broken, name] of [
    [{ loss: NaN }, 'loss/policy'],
    [{ gradNorm: Infinity }, 'optimizer/grad_norm'],
  ] as const) {
    const learner = toyLearner({ skill: 0.3 });
    const trainer = toyTrainer({
      learner: { ...learner, update: async (...given) => ({ ...(await learner.update(...given)), ...broken }) },
    });
    await assert.rejects(
      trainStep(12, trainer),
      new RegExp(`step 12: expected ${name} to be a finite number, got (NaN|Infinity)`),
    );
  }
});

test('the rollouts of a step depend on the step and the seed alone', async () => {
  const tokens = async (step: number, seed: number) => {
    const trainer = toyTrainer({});
    const { groups } = await trainStep(step, { ...trainer, config: { ...trainer.config, seed } });
    return groups.flat().map(({ rollout }) => [...rollout.tokens]);
  };
  assert.deepEqual(await tokens(4, 3), await tokens(4, 3));
  assert.notDeepEqual(await tokens(4, 3), await tokens(5, 3));
  assert.notDeepEqual(await tokens(4, 3), await tokens(4, 4));
});

test('a step asks the questions that follow those of the step before', async () => {
  const trainer = toyTrainer({});
  const asked = async (step: number) => (await trainStep(step, trainer)).groups.map(([{ question }]) => question.id);
  assert.deepEqual(
    [await asked(1), await asked(3)],
    [
      ['train-0', 'train-1'],
      ['train-4', 'train-5'],
    ],
  );
});

test('the teacher is renewed after every `teacherEvery` steps of the algorithm, and else never', async () => {
  const renewed = async (algorithm: object, steps: readonly number[]) => {
    const at: number[] = [];
    for (const step of steps)
      await renewTeacher(
        step,
        toyTrainer({
          config: { algorithm },
          learner: {
            ...toyLearner({ skill: 0 }),
            refreshTeacher: async () => {
              at.push(step);
            },
          },
        }),
      );
    return at;
  };
  const steps = [1, 2, 3, 4, 199, 200, 201, 400];
  assert.deepEqual(await renewed({ name: 'tips', teacherEvery: 2 }, steps), [2, 4, 200, 400]);
  assert.deepEqual(await renewed({ name: 'tips' }, steps), [200, 400]);
  assert.deepEqual(await renewed({ name: 'tips', teacherEvery: 0 }, steps), []);
  assert.deepEqual(await renewed({ name: 'grpo' }, steps), []);
});

test('no stage of the step reads a parameter of an algorithm by its name', () => {
  const folder = join(import.meta.dirname, '../../../shared/train');
  const read = /config\.algorithm\.(\w+)|\bvalues\.(\w+)/g;
  const named = (text: string) => [...text.matchAll(read)].map(([, own, value]) => own ?? value);
  assert.deepEqual(
    named('config.algorithm.gamma + values.klCoefficient'),
    ['gamma', 'klCoefficient'],
    'it would be seen',
  );
  const files = readdirSync(folder);
  const found = files.flatMap((file) => named(readFileSync(join(folder, file), 'utf8')).map((name) => [file, name]));
  assert.deepEqual(found, [['step-cost.ts', 'name']]);
});
