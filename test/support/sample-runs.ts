/** Small experiments that look trained, made in moments: the real loop, world, protocol, scorers and journal. The
 *  policy knows the answers, and errs less the longer it trains. */
import { join } from 'node:path';
import { plannedRuns, saveExperiment } from '../../main/run-folder/experiment-folder.ts';
import type { PlannedRun } from '../../main/run-folder/experiment-folder.ts';
import { loadExperiment } from '../../main/run-folder/experiments.ts';
import { Journal } from '../../main/run-folder/journal.ts';
import { algorithms } from '../../shared/algorithms/index.ts';
import { applyOverrides } from '../../shared/config/overrides.ts';
import { recorded } from '../../shared/metrics/record.ts';
import type { Learner } from '../../shared/model/learner.ts';
import type { Sampler } from '../../shared/model/sampler.ts';
import { bm25 } from '../../shared/retrievers/bm25.ts';
import type { RetrieverKind } from '../../shared/retrievers/retriever.ts';
import { tagProtocol } from '../../shared/rollout/protocols/tags.ts';
import type { Task } from '../../shared/data/task.ts';
import { run } from '../../shared/train/run.ts';
import type { Trainer } from '../../shared/train/trainer.ts';
import type { Rng } from '../../shared/util/rng.ts';
import { worldTokenizer } from '../../shared/questions/world.ts';
import { graded } from '../../shared/worlds/graded.ts';
import { factQuery } from '../../shared/worlds/universe.ts';
import type { WorldKind, WorldQuestion } from '../../shared/worlds/world.ts';

export interface SampleOptions {
  readonly title?: string;
  readonly seeds?: number;
  readonly steps?: number;
  /** How the n-th run of the experiment ends; all finish by default. Null: as after its process was killed. */
  readonly ends?: (n: number) => 'finished' | 'stopped' | null;
}

const small = {
  ...{ 'rollout.groupSize': 4, 'rollout.questionsPerStep': 3, 'train.evaluateEvery': 2 },
  ...{ 'train.evaluationQuestions': 8, 'train.checkpointEvery': 2 },
};

/** The quickstart's experiment on a small scale, in the folder `name`. Returns the ids of its runs, seed by seed. */
export async function saveSampleExperiment(
  dataFolder: string,
  name: string,
  { title, seeds = 2, steps = 8, ends = () => 'finished' }: SampleOptions = {},
): Promise<string[]> {
  const preset = loadExperiment('quickstart');
  const experiment = {
    ...preset,
    ...{ name, title: title ?? preset.title, seeds: Array.from({ length: seeds }, (_, i) => i + 1) },
    base: applyOverrides(preset.base, { ...small, 'train.steps': steps }),
  };
  const folder = join(dataFolder, name);
  saveExperiment(folder, experiment);
  const runs = plannedRuns(folder, experiment);
  for (const [n, planned] of runs.entries()) await saveRun(planned, ends(n));
  return runs.map((planned) => planned.folder.slice(dataFolder.length + 1));
}

async function saveRun({ folder, config, label }: PlannedRun, end: 'finished' | 'stopped' | null): Promise<void> {
  const about = { config, codeVersion: 'sample', device: 'made up for a test', warmStart: 'none' };
  const journal = Journal.create(folder, about, { tokenizer: worldTokenizer.name });
  const skill = { value: 0.4, gain: label === 'igpo' ? 0.05 : 0.03 };
  const hooks: Parameters<typeof run>[1] = {
    async record({ step, metrics, groups, evaluation }) {
      if (groups.length > 0) journal.rollouts(step, groups.flat());
      if (evaluation.length > 0) {
        journal.rollouts(step, evaluation, 'evaluation');
        journal.event('evaluation', { step });
      }
      journal.metrics({ step, ...recorded({ ...metrics, 'time/written': Date.now() / 1000 }) });
    },
    async checkpoint(state) {
      const nothing = { params: {}, optState: {}, configHash: journal.manifest.configHash };
      journal.checkpoint({ ...state, ...nothing }, { retain: 1 });
    },
    control: async () => 'continue',
  };
  const { state } = await run(trainer(config, skill), hooks);
  if (end !== null) journal.event(end, { step: state.step, end: end === 'finished' ? 'steps' : 'stopped' });
  journal.close();
}

interface Skill {
  /** Probability that a turn does what the question needs. */
  value: number;
  readonly gain: number;
}

function trainer(config: PlannedRun['config'], skill: Skill): Trainer {
  const world = (graded as WorldKind).create(config.world);
  const known = new Map<string, WorldQuestion>();
  const protocol = tagProtocol(worldTokenizer);
  let now = 0;
  return {
    config,
    algorithm: algorithms.find(({ name }) => name === config.algorithm.name)!,
    task(split, index): Task {
      const asked = world.question(split === 'train' ? config.seed : 0, split, index);
      known.set(protocol.prompt(asked.question).join(), asked);
      return asked;
    },
    evaluationSplits: ['test'],
    sampler: knowing(known, skill),
    learner: improving(skill),
    retriever: (bm25 as RetrieverKind).create(config.retriever, {}),
    protocol,
    clock: () => (now += 40),
  };
}

interface Attempt {
  readonly asked: WorldQuestion;
  /** Facts of its chain that it has looked up. */
  found: number;
}

/** Looks up the facts of a question one after another, then answers; each turn succeeds with probability `skill`. */
function knowing(known: ReadonlyMap<string, WorldQuestion>, skill: Skill): Sampler {
  const attempts = new Map<number, Attempt>();
  let next = 0;
  return {
    maxLength: 4096,
    start: (count) => Array.from({ length: count }, () => next++),
    append: async (requests) =>
      requests.map(({ row, tokens, fork, forkFrom = 0 }) => {
        const asked = known.get(Array.from(tokens).join());
        if (asked) attempts.set(row, { asked, found: 0 });
        const { found, asked: question } = attempts.get(row)!;
        const belief = -4 * (1 - found / question.facts.length) - 0.2;
        return fork ? new Float32Array(fork.length - forkFrom).fill(belief) : null;
      }),
    score: async () => {
      throw new Error('sample runs: nothing scores forks alone');
    },
    sample: async (requests, { temperature }) =>
      requests.map(({ row, rng }) => {
        const attempt = attempts.get(row)!;
        const knows = rng.next() < skill.value + (temperature === 0 ? 0.2 : 0);
        const tokens = worldTokenizer.encode(message(attempt, knows, rng));
        const entropy = tokens.map(() => 1.2 * rng.next() ** 3);
        return { tokens, logProb: entropy.map((one) => -one * rng.next()), entropy, stopped: true };
      }),
    release: (rows) => rows.forEach((row) => attempts.delete(row)),
  };
}

function message(attempt: Attempt, knows: boolean, rng: Rng): string {
  const { question, corpus, facts } = attempt.asked;
  const before = facts[attempt.found - 1];
  const fact = facts[attempt.found];
  const astray = rng.pick(corpus.passages).title;
  if (fact === undefined)
    return `<think>Now there's enough information to answer</think><answer>${knows ? question.groundTruth[0] : astray}</answer>`;
  const thought = before ? `the ${before.relation} is ${before.object}` : `Start with ${fact.subject}`;
  if (knows) attempt.found++;
  return `<think>${thought}</think><search>${factQuery(fact.relation, knows ? fact.subject : astray)}</search>`;
}

const improving = (skill: Skill): Learner => ({
  async update() {
    skill.value = Math.min(0.95, skill.value + skill.gain);
    const left = 1 - skill.value;
    return {
      ...{ loss: 0.1 * left, gradNorm: 0.2 + left, clipFraction: 0.02 * left, entropy: 0.4 * left },
      ...{ klOldK1: 1e-5 * left, klOldK3: 2e-5 * left, klRefK3: 0.01 / left, valueLoss: null },
    };
  },
  logProbs: async (rows) => rows.map(({ tokens }) => new Float32Array(tokens.length).fill(-0.3)),
  values: async (rows) => rows.map(({ tokens }) => new Float32Array(tokens.length)),
  refreshTeacher: async () => {},
});
