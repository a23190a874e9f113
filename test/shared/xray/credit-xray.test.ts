/** Saved rollouts credited again: by their own algorithm bit for bit, by others in numbers that can be done by hand. */
import { shorter } from '../algorithms/defaults.ts';
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { hasCritic } from '../../../shared/algorithms/algorithm.ts';
import { algorithms } from '../../../shared/algorithms/index.ts';
import { massShare, meanNet, meanSize, stepFigures } from '../../../shared/xray/credit-figures.ts';
import type { CreditFigures } from '../../../shared/xray/credit-figures.ts';
import { creditXray } from '../../../shared/xray/credit-xray.ts';
import type { Creditor } from '../../../shared/train/credit-group.ts';
import { choiceText, creditorFor, parseChoice, rescore } from '../../../shared/xray/rescore.ts';
import { trainStep } from '../../../shared/train/step.ts';
import type { WorkingRollout } from '../../../shared/rollout/working-rollout.ts';
import { groupsOf } from '../../../shared/record/groups.ts';
import type { LearnedRollout, SavedRollout } from '../../../shared/record/saved-rollout.ts';
import { savedRollout } from '../../support/saved-rollout.ts';
import { toyTrainer } from '../../support/toy-trainer.ts';

const creditor = (name: string, changes: object = {}): Creditor =>
  creditorFor(
    { name: 'x', model: { checkpoint: 'none' }, algorithm: { name, ...changes }, world: { name: 'graded' } },
    null,
  );

/** Rollouts of one group, told apart by their place in it. */
const groupOf = (...rollouts: readonly LearnedRollout[]): LearnedRollout[] =>
  rollouts.map((stored, member) => ({
    ...stored,
    rollout: { ...stored.rollout, member, id: `1/0/${member}`, groupId: '1/0' },
  }));

const found = (answer: string, gain: number, passage = 'p1'): LearnedRollout =>
  savedRollout({ found: [passage, null], belief: [-2, gain - 2], advantage: [0, 0], answer });

test('rescored under its own algorithm and values, a step has exactly the advantages that were saved', async () => {
  let compared = 0;
  for (const algorithm of algorithms)
    for (const preset of [undefined, ...Object.keys(algorithm.presets)]) {
      const noKl = 'klCoefficient' in algorithm.parameters && { klCoefficient: 0 };
      const few = shorter[`${algorithm.name}/${preset}`];
      const own = { algorithm: { name: algorithm.name, ...noKl, ...(preset && { preset }), ...few } };
      const made = await stepOf(own);
      const { groups, config } = made;
      const critic = hasCritic(algorithm, config.algorithm);
      const savedCritic = algorithm.objective(config.algorithm).critic;
      const bare = groups.flat().map((stored) => (critic ? withoutAdvantage(stored) : withoutCredit(stored)));
      const again = rescore(groupsOf(bare), { algorithm, config, ...(savedCritic && { savedCritic }) }, 1);
      groups.flat().forEach((stored, i) => {
        const { reward, advantage } = again.flat()[i].credit;
        assert.deepEqual(
          bits(advantage),
          bits(stored.credit.advantage),
          `${algorithm.name} ${preset}: ${stored.rollout.id}`,
        );
        assert.deepEqual(bits(reward), bits(stored.credit.reward), `${algorithm.name} ${preset}: ${stored.rollout.id}`);
        compared += advantage.length;
      });
    }
  assert.ok(compared > 300, `${compared} turns were compared`);
});

async function stepOf(config: { algorithm: { name: string } }) {
  const trainer = (() => {
    try {
      return toyTrainer({ config: config as unknown as Record<string, object> });
    } catch (error) {
      assert.ok(error instanceof RangeError); // the preset contradicts klCoefficient 0
      return toyTrainer({ config: { algorithm: { ...config.algorithm, klCoefficient: 0.001 } } });
    }
  })();
  return { groups: (await trainStep(1, trainer)).groups, config: trainer.config };
}

const bits = (values: Float64Array): string =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex');
const withoutAdvantage = (stored: LearnedRollout): SavedRollout => ({
  ...stored,
  credit: { ...stored.credit, advantage: stored.credit.advantage.map(() => NaN) },
});
const withoutCredit = (stored: LearnedRollout): SavedRollout => ({ ...stored, credit: null });

test('where tokens paid a KL that is not saved, the run’s own credit is shown as it was, unchecked, and another’s is a sentence', async () => {
  const algorithm = { name: 'reinforcePlusPlus', preset: 'paper', klCoefficient: 0.1 };
  const { groups } = await stepOf({ algorithm });
  const unsaved = ({ refLogProb: _ref, ...rollout }: WorkingRollout) => rollout;
  const saved = groups.map((group) => group.map((stored) => ({ ...stored, rollout: unsaved(stored.rollout) })));
  const { name, ...changes } = algorithm;
  const xray = creditXray([creditor(name, changes), creditor('ppo', { preset: 'verl' })]);
  xray.add(saved, 1);
  const { credits, differing } = xray.result();
  assert.deepEqual([differing, 'figures' in credits[0]], [null, true]);
  assert.match((credits[1] as { problem: string }).problem, /critic: expected its value estimates/);
  assert.throws(
    () => rescore(saved, creditor(name, changes), 1),
    /expected log-probs of the reference policy, got none/,
  );
});

test('the value estimates of a run’s critic serve its rewards and its discount under any λ; for other ones a sentence says so', async () => {
  const { groups, config } = await stepOf({ algorithm: { name: 'ppo' } });
  const under = (name: string, changes: object = {}, from = groups) =>
    rescore(
      from,
      {
        ...creditor(name, changes),
        savedCritic: { coefficient: 1, clip: null, gamma: Number(config.algorithm.gamma) },
      },
      1,
    );
  const advantages = (made: ReturnType<typeof under>) => made.flat().map(({ credit }) => [...credit.advantage]);
  const short = advantages(under('ppo', { lambda: 0.5 }));
  assert.notDeepEqual(short, advantages(groups));
  assert.deepEqual(advantages(under('ppo')), advantages(groups));
  const [first] = groups[0];
  const doubled = groups.map((group) => group.map((one) => ({ ...one, value: one.value!.map(() => 0.25) })));
  assert.notDeepEqual(advantages(under('ppo', { whitenAdvantage: false }, doubled))[0], [...first.credit.advantage]);
  assert.throws(
    () => under('ppo', { gamma: 0.9 }),
    /^\w+: critic: expected one that estimates these returns, got one that/,
  );
  assert.throws(
    () => under('ppo', { toolTokens: 'include', lambda: 0.5 }),
    /critic: expected value estimates before the environment’s tokens/,
  );
  assert.throws(() => under('mtPpo'), /critic: expected one that estimates these returns/);
  const none = groups.map((group) => group.map(({ value: _value, ...one }) => one));
  assert.throws(() => under('ppo', {}, none), /critic: expected its value estimates, got none/);
});

test('a group of right answers gets nothing from its outcome, and its turns differ by their gain', () => {
  const equal = groupOf(found('Ada', 1), found('Ada', 3));
  const outcome = stepFigures(rescore([equal], creditor('grpo'), 1), creditor('grpo'));
  const one = { all: 1, right: 1, wrong: 0 };
  const none = { all: 0, right: 0, wrong: 0 };
  assert.deepEqual([outcome.silent, outcome.equalOutcomes, outcome.rescued], [one, one, none]);
  assert.deepEqual([outcome.policyTokens, outcome.gradientTokens], [4, 0]); // fake turns have one token
  const turns = stepFigures(rescore([equal], creditor('igpo'), 1), creditor('igpo'));
  assert.deepEqual([turns.silent, turns.equalOutcomes, turns.rescued], [none, one, one]);
  // gains 1 and 3: z = ∓1 on the first turns, nothing on the last ones, whose outcomes are equal
  assert.deepEqual([turns.policyTokens, turns.gradientTokens], [4, 2]);
  near(turns.positions.map(meanSize), [1, 0]);
  near(turns.positions.map(meanNet), [0, 0]);
});

const near = (got: readonly (number | null)[], expected: readonly number[]): void =>
  expected.forEach((value, i) =>
    assert.ok(Math.abs((got[i] ?? NaN) - value) < 5e-6, `${got.join(' ')}: ${expected.join(' ')}`),
  ); // sums of a few z, each with 1e-6 in its divisor

test('advantage mass is split by what the search found', () => {
  const group = groupOf(found('Ada', 1), found('Bo', 3, 'p9'));
  const turns = stepFigures(rescore([group], creditor('igpo'), 1), creditor('igpo'));
  // gains −1 and +1 of the first turns; outcomes 1 and 0: z = ±1 on every turn, so the first turns have 0 and the last
  // ±1
  const { found: supported, missed, unsearched } = turns.evidence!;
  assert.deepEqual([supported.turns, missed.turns, unsearched.turns], [1, 1, 2]);
  near([meanNet(supported), meanNet(missed), unsearched.size], [0, 0, 2]);
  near([massShare(unsearched, turns.positions)], [1]);
  const unknown = group.map((stored) => ({ ...stored, question: { ...stored.question, supporting: null } }));
  assert.equal(stepFigures([unknown], creditor('igpo')).evidence, null);
});

test('an X-ray sums over steps, compares ranks and finds the group in which algorithms differ most', () => {
  const equal = groupOf(found('Ada', 1), found('Ada', 3));
  const mixed = groupOf(found('Ada', 3), found('Bo', 1, 'p9'));
  const xray = creditXray([creditor('igpo'), creditor('grpo'), 'config.algorithm: not for this world']);
  xray.add([mixed], 1);
  xray.add([mixed, equal], 1);
  const { credits, agreement, example, differing } = xray.result();
  const figures = credits.map((credit) => ('figures' in credit ? credit.figures : null)) as CreditFigures[];
  assert.deepEqual([figures[0].groups, figures[1].groups, figures[2]], [3, 3, null]);
  assert.deepEqual(credits[2], { problem: 'config.algorithm: not for this world' });
  assert.deepEqual(agreement[2], [null, null, null]);
  assert.ok(Math.abs(Number(agreement[0][0]) - 1) < 1e-12);
  assert.equal(agreement[0][1], agreement[1][0]);
  assert.ok(Number(agreement[0][1]) > 0.5 && Number(agreement[0][1]) < 1);
  assert.equal(example!.group, equal);
  assert.deepEqual(
    example!.advantages.map((rollouts) => rollouts?.map((turns) => [...turns].map(Math.sign))),
    [[[-1, 0], [1, 0]], [[0, 0], [0, 0]], undefined].map((one) => one ?? undefined), // prettier-ignore
  );
  // saved is 0 everywhere; the gains differ on 4 turns of each mixed group and on 2 of the one with equal outcomes
  assert.equal(differing, 10);
});

test('rollouts without saved credit are credited under every algorithm, and compared with nothing', () => {
  const group = groupOf(found('Ada', 3), found('Bo', 1, 'p9'));
  const xray = creditXray([creditor('igpo'), creditor('grpo')]);
  xray.add([group.map((stored) => ({ ...stored, credit: null }))], 1);
  const { credits, differing } = xray.result();
  assert.ok(credits.every((credit) => 'figures' in credit));
  assert.equal(differing, null);
});

test('a score that was not saved is computed again; one that needs the model is a sentence', () => {
  const group = groupOf(found('Ada', 1), found('Bo', 3, 'p9'));
  const bare = group.map((stored) => ({
    ...stored,
    scores: { ...stored.scores, turnScores: {}, outcomeScores: {} },
  }));
  const again = rescore([bare], creditor('igpo'), 1)[0];
  rescore([group], creditor('igpo'), 1)[0].forEach(({ credit }, i) =>
    assert.deepEqual([...again[i].credit.advantage], [...credit.advantage]),
  );
  const blind = bare.map((stored) => ({
    ...stored,
    rollout: { ...stored.rollout, groundTruthLogProb: null },
  }));
  const xray = creditXray([creditor('igpo'), creditor('grpo')]);
  xray.add([blind], 1);
  const { credits } = xray.result();
  assert.match(
    (credits[0] as { problem: string }).problem,
    /^rollout 1\/0\/0: expected log-probs of the ground truth, got none/,
  );
  assert.ok('figures' in credits[1]);
});

test('a rollout that the environment failed takes no part', () => {
  const failed = savedRollout({ found: ['p1'], belief: [-2, -1], advantage: [0], answer: null });
  const broken = { ...failed, rollout: { ...failed.rollout, stopReason: 'error' as const } };
  const group = groupOf(found('Ada', 1), found('Bo', 3), broken);
  const figures = stepFigures(rescore([group], creditor('grpo'), 1), creditor('grpo'));
  assert.equal(figures.policyTokens, 4);
  assert.equal(figures.positions[0].turns, 2);
});

test('an algorithm is chosen by name and preset, and what is not there is a sentence', () => {
  assert.deepEqual(parseChoice('igpo:v1'), { name: 'igpo', preset: 'v1' });
  assert.deepEqual(parseChoice('grpo'), { name: 'grpo' });
  assert.equal(choiceText(parseChoice('igpo:v1')), 'igpo:v1');
  assert.throws(
    () => parseChoice('igpoo'),
    /^RangeError: algorithm: expected one of igpo, .*, got igpoo — did you mean igpo\?$/,
  );
  assert.throws(
    () => parseChoice('igpo:v2'),
    /^RangeError: algorithm igpo: expected a preset of paper, v1, .*, got v2 — did you mean v1\?$/,
  );
  assert.throws(() => parseChoice('igpo:v1:x'), /got v1:x/);
  assert.throws(() => parseChoice(''), /got nothing/);
});

test('an algorithm that the run’s groups do not allow is refused as a config would be', () => {
  const config = {
    name: 'x',
    model: { checkpoint: 'none' },
    rollout: { groupSize: 1 },
    algorithm: { name: 'reinforcePlusPlus' },
  };
  assert.equal(creditorFor(config, null).algorithm.name, 'reinforcePlusPlus');
  assert.throws(() => creditorFor(config, { name: 'grpo' }), /expected at least 2 for grpo, got 1/);
  assert.equal(
    creditorFor({ ...config, rollout: {} }, { name: 'igpo', preset: 'v1' }).config.algorithm.beliefForm,
    'prob',
  );
});
