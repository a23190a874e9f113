/** The parameters of a run that belong to no catalogue, section by section. */
import { choice, integer, number, text } from './parameter.ts';

/** What runs can be trained on: execution providers by their onnxruntime names. */
export const devices = ['cpu', 'webgpu'] as const;
export type Device = (typeof devices)[number];

/** Keys of the config itself. */
export const runParameters = {
  name: text({ default: '', help: 'What the run is called; a text that is not empty.' }),
  seed: integer({ default: 1, min: 0, max: 4294967295, help: 'Every random stream derives from it.' }),
  device: choice({
    default: 'cpu',
    choices: devices,
    help: "Execution provider that trains, by its onnxruntime name; WebGPU is any vendor's GPU.",
  }),
  threads: integer({
    default: 0,
    min: 0,
    max: 1024,
    unit: 'threads',
    help: 'CPU threads that compute one operator; 0 takes every core.',
  }),
};

export const modelParameters = {
  checkpoint: text({
    default: '',
    help: 'Warm start that training begins from: a shipped one by name, any other by the path of its folder. Also the reference policy.',
  }),
};

export const retrieverParameters = {
  passages: integer({
    default: 3,
    min: 1,
    max: 100,
    unit: 'passages',
    help: 'Most passages that one retrieval returns.',
  }),
};

export const rolloutParameters = {
  groupSize: integer({ default: 8, min: 1, max: 1024, unit: 'rollouts', help: 'Rollouts of one question.' }),
  questionsPerStep: integer({ default: 16, min: 1, max: 4096, unit: 'questions', help: 'Groups of one step.' }),
  maxTurns: integer({ default: 4, min: 1, max: 200, unit: 'turns', help: 'Most messages of a rollout.' }),
  maxTokens: integer({
    default: 256,
    min: 2,
    max: 1e6,
    unit: 'tokens',
    help: 'Most tokens of a rollout, prompt and responses included.',
  }),
  maxMessageTokens: integer({
    default: 32,
    min: 1,
    max: 1e6,
    unit: 'tokens',
    help: 'Most tokens of one message; a message that is cut off ends the rollout.',
  }),
  maxResponseTokens: integer({
    default: 96,
    min: 2,
    max: 1e6,
    unit: 'tokens',
    help: 'Most tokens of one response; passages are cut to fit.',
  }),
  temperature: number({
    default: 1,
    min: 0,
    max: 5,
    help: 'Sampling temperature; 0 always takes the likeliest token.',
  }),
  topP: number({
    default: 1,
    min: 0.01,
    max: 1,
    help: 'Only the smallest set of tokens with at least this probability is sampled from.',
  }),
  wrapper: choice({
    default: 'igpo',
    choices: ['igpo', 'answerTag', 'none'],
    help: 'What stands between the prefix and the ground truth when it is scored.',
    source: 'arXiv:2510.14967v2',
  }),
};

/** Every optimizer has these; its own parameters come from its catalogue entry and win where both declare one. */
export const optimizerParameters = {
  learningRate: number({ default: 0.0003, min: 0, max: 10, help: 'Step size before the schedule.' }),
  maxGradNorm: number({
    default: 1,
    min: 0,
    max: 1e6,
    help: 'Gradients are scaled down to this global L2 norm; 0 leaves them as they are.',
  }),
};

const warmupSteps = integer({
  default: 0,
  min: 0,
  max: 1e9,
  unit: 'steps',
  help: 'The learning rate rises linearly from 0 over these.',
});
const finalShare = number({
  default: 0,
  min: 0,
  max: 1,
  help: 'Share of the learning rate that is left after the last step.',
});

export const schedules = [
  { name: 'constant', parameters: { warmupSteps } },
  { name: 'linear', parameters: { warmupSteps, finalShare } },
  { name: 'cosine', parameters: { warmupSteps, finalShare } },
] as const;

export const trainParameters = {
  steps: integer({ default: 100, min: 1, max: 1e9, unit: 'steps', help: 'Training ends after these.' }),
  microBatchTokens: integer({
    default: 2048,
    min: 16,
    max: 1e9,
    unit: 'tokens',
    help: 'Tokens of one forward and backward pass; an update adds up as many passes as it needs. Larger passes leave the caches of a CPU.',
  }),
  updatesPerStep: integer({
    default: 1,
    min: 1,
    max: 1024,
    unit: 'updates',
    help: 'Optimizer updates on the rollouts of one step; each takes an equal part of the groups.',
    source: 'arXiv:2510.14967v2 table 4 (mini-batch 512 = 32 questions × 16 rollouts)',
  }),
  evaluateEvery: integer({
    default: 10,
    min: 0,
    max: 1e9,
    unit: 'steps',
    help: 'Steps between evaluations; 0 for none.',
  }),
  evaluationQuestions: integer({
    default: 64,
    min: 1,
    max: 1e6,
    unit: 'questions',
    help: 'Questions of each split in an evaluation.',
  }),
  evaluationTemperature: number({
    default: 0,
    min: 0,
    max: 2,
    help: 'Temperature of evaluations: 0 is greedy; 1 is the policy as it is trained, which a greedy one can be far from.',
  }),
  evaluationSplits: choice({
    default: 'allAtEnd',
    choices: ['test', 'allAtEnd', 'all'],
    help: 'Evaluate on test only, on the other splits too once training has ended, or on all of them every time.',
  }),
  checkpointEvery: integer({
    default: 10,
    min: 0,
    max: 1e9,
    unit: 'steps',
    help: 'Steps between checkpoints; 0 for the last only.',
  }),
  patience: integer({
    default: 0,
    min: 0,
    max: 1e6,
    unit: 'evaluations',
    help: 'Training ends when the evaluation has not improved for this many; 0 never ends it early.',
  }),
  maxRollouts: integer({ default: 0, min: 0, max: 1e12, unit: 'rollouts', help: 'Budget; 0 for none.' }),
  maxTokens: integer({
    default: 0,
    min: 0,
    max: 1e15,
    unit: 'tokens',
    help: 'Budget of tokens the policy samples; 0 for none.',
  }),
  maxSeconds: number({ default: 0, min: 0, max: 1e9, unit: 's', help: 'Budget of training time; 0 for none.' }),
  scoreGroundTruth: choice({
    default: 'auto',
    choices: ['auto', 'always'],
    help: 'Score the ground truth after each turn where the algorithm needs it, or always, for the charts.',
  }),
};
