import { test } from 'node:test';
import assert from 'node:assert/strict';
import { findMetric, metrics as dictionary } from '../../../shared/metrics/names.ts';
import { recorded } from '../../../shared/metrics/record.ts';
import { freshState, run } from '../../../shared/train/run.ts';
import type { RunState, StepRecord } from '../../../shared/train/run.ts';
import { toyLearner, toyTrainer } from '../../support/toy-trainer.ts';
import type { Policy } from '../../support/toy-trainer.ts';
import { nextTurn } from '../../support/until.ts';

interface Setting {
  readonly train?: object;
  readonly config?: Readonly<Record<string, object>>;
  readonly from?: RunState;
  readonly skill?: number;
  readonly stopBefore?: number;
  readonly clock?: () => number;
}

/** A whole run, with the skill that each checkpoint would have saved. */
async function play({ train = {}, config = {}, from, skill = 0.3, stopBefore, clock }: Setting) {
  const policy: Policy = { skill };
  const records: StepRecord[] = [];
  const checkpoints: { state: RunState; skill: number }[] = [];
  let asked = from?.step ?? 0;
  const trainer = toyTrainer({ policy, config: { ...config, train }, ...(clock ? { clock } : {}) });
  const { end, state } = await run(
    trainer,
    {
      record: async (record) => void records.push(record),
      checkpoint: async (state) => void checkpoints.push({ state: structuredClone(state), skill: policy.skill }),
      control: async () => (++asked === stopBefore ? 'stop' : 'continue'),
    },
    from,
  );
  return { end, state, records, checkpoints, policy };
}

const evaluated = (records: readonly StepRecord[]) =>
  records.filter(({ metrics }) => 'evaluation/test/exact_match' in metrics).map(({ step }) => step);
const saved = (checkpoints: readonly { state: RunState }[]) => checkpoints.map(({ state }) => state.step);

test('a run evaluates before the first step, every n steps and after the last one, and saves in time', async () => {
  const { end, records, checkpoints } = await play({ train: { steps: 5, evaluateEvery: 2, checkpointEvery: 3 } });
  assert.equal(end, 'steps');
  assert.deepEqual(
    records.map(({ step }) => step),
    [0, 1, 2, 3, 4, 5],
  );
  assert.deepEqual(evaluated(records), [0, 2, 4, 5]);
  assert.deepEqual(saved(checkpoints), [3, 5]);
  // 3 questions of each of 2 splits
  assert.deepEqual(
    records.map(({ evaluation }) => evaluation.length),
    [6, 0, 6, 0, 6, 6],
  );
});

test('totals count what the rollouts of all steps spent', async () => {
  const { records, state } = await play({});
  const rollouts = records.flatMap(({ groups }) => groups.flat()).map(({ rollout }) => rollout);
  assert.equal(rollouts.length, 6 * 2 * 4);
  const tokens = rollouts.reduce((total, { mask }) => total + mask.reduce((a, b) => a + b, 0), 0);
  const searches = rollouts.flatMap(({ turns }) => turns).filter(({ retrieval }) => retrieval).length;
  assert.deepEqual(state.counters, { rollouts: 48, sampledTokens: tokens, searchCalls: searches, seconds: 0 });
  const { metrics } = records.at(-1)!;
  assert.deepEqual(
    [metrics['total/rollouts'], metrics['total/sampled_tokens'], metrics['total/search_calls']],
    [48, tokens, searches],
  );
  assert.equal(records[0].metrics['total/rollouts'], 0);
  for (const { metrics } of records)
    assert.deepEqual(
      Object.keys(metrics).filter((name) => !findMetric(name)),
      [],
    );
});

test('every entry of the dictionary is emitted by a run, and nothing else is', async () => {
  let now = 0;
  const played = await Promise.all(
    [
      { name: 'igpo', klCoefficient: 0.1 }, // gains
      { name: 'dapo', klCoefficient: 0.1 }, // draws
      { name: 'ppo', klCoefficient: 0.1 }, // a critic
      { name: 'rloo', klCoefficient: 0.1, klPlace: 'reward', klTarget: 0.1 }, // a coefficient that moves
      { name: 'reasonRag' }, // pairs
    ].map((algorithm) => play({ config: { algorithm }, clock: () => (now += 7) })),
  );
  const ofSession = { 'time/written': 1, 'time/cpu_cores': 1, 'time/memory_mb': 1 };
  const written = (metrics: StepRecord['metrics']) => recorded({ ...metrics, ...ofSession });
  const emitted = played.flatMap(({ records }) => records).flatMap(({ metrics }) => Object.keys(written(metrics)));
  assert.deepEqual(
    [...new Set(emitted.map((name) => findMetric(name)?.name ?? `unknown: ${name}`))].sort(),
    dictionary.map(({ name }) => name).sort(),
  );
});

test('a KL coefficient with a target changes from step to step, and continues after a stop', async () => {
  const moving = {
    algorithm: {
      name: 'rloo',
      klPlace: 'reward',
      klEstimator: 'k2',
      klCoefficient: 0.1,
      klTarget: 0.01,
      klHorizon: 80,
    },
  };
  const whole = await play({ config: moving, train: { checkpointEvery: 1 } });
  // 8 rollouts a step, far above the target: · (1 + .2 · 8/80) each
  const used = whole.records.slice(1).map(({ metrics }) => metrics['kl/coefficient']);
  used.forEach((coefficient, i) => assert.ok(Math.abs(coefficient - 0.1 * 1.02 ** i) < 1e-12, `step ${i + 1}`));
  assert.ok(Math.abs(whole.state.adapted['klCoefficient'] - 0.1 * 1.02 ** 6) < 1e-12);
  const { state, skill } = whole.checkpoints[2];
  const rest = await play({ config: moving, train: { checkpointEvery: 1 }, from: state, skill });
  assert.deepEqual(rest.records, whole.records.slice(4));
});

test('the policy learns: the toy run ends with a higher skill and a perfect evaluation', async () => {
  const { policy, records } = await play({ train: { steps: 20 } });
  assert.ok(policy.skill > 0.4, `skill ${policy.skill}`);
  assert.equal(records[0].metrics['evaluation/test/exact_match'], 0);
  assert.equal(records.at(-1)!.metrics['evaluation/test/exact_match'], 1);
});

test('a run that resumes from any checkpoint equals one without a stop, bit for bit', async () => {
  const whole = await play({ train: { checkpointEvery: 1 } });
  for (const { state, skill } of whole.checkpoints) {
    const rest = await play({ train: { checkpointEvery: 1 }, from: state, skill });
    assert.deepEqual(rest.records, whole.records.slice(state.step + 1), `from step ${state.step}`);
    assert.deepEqual(rest.state, whole.state);
    assert.equal(rest.policy.skill, whole.policy.skill);
  }
});

test('a run that is stopped saves a checkpoint, and resumes as if it had not been stopped', async () => {
  const whole = await play({});
  const first = await play({ stopBefore: 4 });
  assert.equal(first.end, 'stopped');
  assert.deepEqual(saved(first.checkpoints), [2, 3]);
  const { state, skill } = first.checkpoints.at(-1)!;
  const second = await play({ from: state, skill });
  assert.deepEqual([...first.records, ...second.records], whole.records);
});

test('a run that is stopped before its first step does not evaluate step 0 twice', async () => {
  const first = await play({ stopBefore: 1 });
  assert.deepEqual(saved(first.checkpoints), [0]);
  const second = await play({ from: first.checkpoints[0].state });
  assert.equal(second.records[0].step, 1);
  assert.deepEqual(second.state, (await play({})).state);
});

test('a finished run has nothing left to do', async () => {
  const { state } = await play({});
  const again = await play({ from: state });
  assert.deepEqual([again.end, again.records, again.checkpoints], ['steps', [], []]);
});

test('the run waits while it is paused', async () => {
  const [asked, paused] = [Promise.withResolvers(), Promise.withResolvers()];
  const steps: number[] = [];
  const running = run(toyTrainer({}), {
    record: async ({ step }) => void steps.push(step),
    checkpoint: async () => {},
    control: async () => {
      if (steps.length === 3) {
        asked.resolve(null);
        await paused.promise;
      }
      return 'continue';
    },
  });
  await asked.promise;
  await nextTurn(); // a run that did not wait would be over by now: its steps take no turn of the event loop
  assert.deepEqual(steps, [0, 1, 2]);
  paused.resolve(null);
  assert.equal((await running).end, 'steps');
  assert.deepEqual(steps, [0, 1, 2, 3, 4, 5, 6]);
});

test('patience ends a run at the evaluation after which it no longer improves', async () => {
  // a skill of 0.9 is a perfect evaluation from step 0 on, so nothing ever improves: evaluations 2 and 4 are the two it
  // waits for
  const { end, state, checkpoints } = await play({ skill: 0.9, train: { patience: 2 } });
  assert.deepEqual([end, state.step], ['patience', 4]);
  assert.deepEqual(state.earlyStop, { best: 1, bestStep: 0, since: 2 });
  assert.deepEqual(saved(checkpoints), [2, 4]);
});

test('each budget ends the run after the step that spends it, with a last evaluation', async () => {
  // 8 rollouts a step
  const rollouts = await play({ train: { maxRollouts: 24 } });
  assert.deepEqual([rollouts.end, rollouts.state.step], ['budget', 3]);
  assert.deepEqual(evaluated(rollouts.records), [0, 2, 3]);
  assert.deepEqual(saved(rollouts.checkpoints), [2, 3]);

  const tokens = await play({ train: { maxTokens: rollouts.records[1].metrics['total/sampled_tokens'] + 1 } });
  assert.deepEqual([tokens.end, tokens.state.step], ['budget', 2]);

  // the clock moves 500 ms each time it is read: 1 s a step
  let now = 0;
  const seconds = await play({ train: { maxSeconds: 2 }, clock: () => (now += 500) });
  assert.deepEqual([seconds.end, seconds.state.step, seconds.state.counters.seconds], ['budget', 2, 2]);
});

test('a time budget without a clock is refused', async () => {
  await assert.rejects(
    play({ train: { maxSeconds: 2 } }),
    /train.maxSeconds: expected 0 where there is no clock, got 2/,
  );
});

test('a run without evaluations has none, and starts at step 1', async () => {
  const { records } = await play({ train: { evaluateEvery: 0 } });
  assert.deepEqual([records[0].step, evaluated(records)], [1, []]);
});

test('a run whose loss is not a number stops by name, with its earlier checkpoints as they were', async () => {
  const learner = toyLearner({ skill: 0.3 });
  let updates = 0;
  const trainer = toyTrainer({
    learner: {
      ...learner,
      update: async (...given) => ({ ...(await learner.update(...given)), ...(++updates === 5 ? { loss: NaN } : {}) }),
    },
  });
  const steps: number[] = [];
  const hooks = {
    record: async () => {},
    checkpoint: async ({ step }: RunState) => void steps.push(step),
    control: async () => 'continue' as const,
  };
  await assert.rejects(run(trainer, hooks, freshState), /step 5: expected loss\/policy to be a finite number, got NaN/);
  assert.deepEqual(steps, [2, 4]);
});
