/** A report of synthetic runs: noisy learning curves from a seeded generator, for tests and for looking at. */
import { stream } from '../../../shared/util/rng.ts';
import type { ExampleRollout, Report, ReportRun, Series } from '../../../shared/report/report.ts';

interface Shape {
  readonly label: string;
  /** Final success and how fast it rises. */
  readonly final: number;
  readonly rate: number;
  readonly rescued: number;
}

const shapes: readonly Shape[] = [
  { label: 'IGPO', final: 0.72, rate: 0.03, rescued: 0.3 },
  { label: 'GRPO', final: 0.6, rate: 0.02, rescued: 0 },
  { label: 'IGPO, gain weight 0.3', final: 0.68, rate: 0.026, rescued: 0.28 },
];

export function sampleReport(seeds = 5, algorithms = 3): Report {
  const chosen = shapes.slice(0, algorithms);
  return {
    title: 'Does information gain help on three-hop questions?',
    description:
      'IGPO against outcome-only GRPO on a graded world, from one warm start, on the same questions in the same order for every seed.',
    algorithms: chosen.map(({ label }) => label),
    runs: chosen.flatMap((shape) => Array.from({ length: seeds }, (_, i) => sampleRun(shape, i + 1))),
    metric: 'evaluation/test/exact_match',
    x: 'total/rollouts',
    threshold: 0.5,
    rollouts: [sampleRollout],
    gainPerHop: chosen.flatMap(({ label }, a) =>
      [1, 2, 3, null].map((hop) => ({
        algorithm: label,
        hop,
        gains: Array.from({ length: seeds }, (_, i) => (hop === null ? -0.03 : 0.3 * hop + 0.1 * a) + 0.04 * i),
      })),
    ),
  };
}

function sampleRun(shape: Shape, seed: number): ReportRun {
  const steps = 150;
  const luck = stream(seed, 'luck').normal() * 0.03;
  const rng = stream(seed, shape.label);
  const curve = (step: number) => 0.06 + (shape.final + luck - 0.06) * (1 - Math.exp(-((shape.rate * step) ** 1.5)));
  const every = (width: number, value: (step: number) => number | null, from = 1): Series => {
    const step = Array.from({ length: Math.floor((steps - from) / width) + 1 }, (_, i) => from + i * width);
    return { step, value: step.map(value) };
  };
  const noise = (size: number) => rng.normal() * size;
  const share = (value: number) => Math.min(1, Math.max(0, value));
  return {
    name: `three-hops/${shape.label.toLowerCase()}/${seed}`,
    algorithm: shape.label,
    seed,
    config: {
      seed,
      algorithm: {
        name: shape.rescued > 0 ? 'igpo' : 'grpo',
        ...(shape.rescued > 0 ? { gainWeight: shape.label.includes('0.3') ? 0.3 : 1 } : {}),
      },
      train: { steps },
      rollout: { questionsPerStep: 16, groupSize: 8, maxTurns: 5, temperature: 1 },
      world: { name: 'graded', hops: 3 },
      optimizer: { name: 'adamw', learningRate: 0.0003 },
    },
    configHash: `${seed}a9f2c07d41be${shape.label.length}`,
    codeVersion: '0.1.0+d3111ce',
    device: 'cpu',
    warmStart: '5e1fd09b7c2a',
    seconds: 420 + 13 * seed,
    failure: null,
    series: {
      'evaluation/test/exact_match': every(10, (step) => share(curve(step) + noise(0.015)), 0),
      'evaluation/test/chain_reached': every(10, (step) => share(curve(step) * 1.05 + noise(0.015)), 0),
      'total/rollouts': every(1, (step) => step * 128),
      success: every(1, (step) => share(curve(step) + noise(0.06))),
      'reward/mean': every(1, (step) => curve(step) * 1.3 - 0.2 + noise(0.06)),
      'gain/mean': every(1, (step) => 0.2 + curve(step) + noise(0.1)),
      'gain/turn_1': every(1, (step) => 0.1 + 0.3 * curve(step) + noise(0.1)),
      'gain/turn_2': every(1, (step) => -0.2 + curve(step) + noise(0.15)),
      'gain/turn_3': every(1, (step) => 2.2 * curve(step) + noise(0.2)),
      'signal/groups_without': every(1, (step) =>
        share(shape.rescued > 0 ? 0.01 : 0.6 - 0.5 * curve(step) + noise(0.05)),
      ),
      'signal/rescued': every(1, (step) =>
        share(shape.rescued * (1.2 - curve(step)) + (shape.rescued > 0 ? noise(0.03) : 0)),
      ),
      'rollout/turns': every(1, (step) => 3 + curve(step) + noise(0.15)),
      'entropy/mean': every(1, (step) =>
        step > 70 && step < 90 && seed === 1 ? null : 1.1 * Math.exp(-step / 90) + 0.1 + noise(0.02),
      ),
      'optimizer/grad_norm': every(1, () => 0.6 + Math.abs(noise(0.25))),
    },
  };
}

const sampleRollout: ExampleRollout = {
  id: '150/3/2',
  algorithm: 'IGPO',
  seed: 2,
  step: 150,
  question: 'Who is the employer of the mother of the mentor of Bela Karin?',
  groundTruth: ['Orvan Works'],
  answer: 'Orvan Works',
  answerF1: 1,
  stopReason: 'answered',
  turns: [
    turn(
      'I need the mentor of Bela Karin first.',
      'mentor of Bela Karin',
      [
        ['Bela Karin', true],
        ['Karin family', false],
        ['Belan district', false],
      ],
      -3.9,
      -2.3,
      2.2,
    ),
    turn(
      'The mentor is Tovi Maren. Her mother?',
      'mother of Tovi Maren',
      [
        ['Maren river', false],
        ['Tovi (name)', false],
        ['Orla Maren', false],
      ],
      -2.3,
      -2.5,
      0.4,
    ),
    turn(
      'Nothing there; ask for the person.',
      'Tovi Maren',
      [
        ['Tovi Maren', true],
        ['Tovi (name)', false],
      ],
      -2.5,
      -0.4,
      1.9,
    ),
    {
      thought: 'Her mother Orla works at Orvan Works.',
      query: null,
      passages: [],
      gain: null,
      beliefBefore: null,
      beliefAfter: null,
      reward: 1,
      advantage: 1,
      answer: 'Orvan Works',
    },
  ],
};

function turn(
  thought: string,
  query: string,
  found: [string, boolean][],
  before: number,
  after: number,
  advantage: number,
) {
  const passages = found.map(([title, supporting]) => ({ title, supporting }));
  return {
    thought,
    query,
    passages,
    gain: after - before,
    beliefBefore: before,
    beliefAfter: after,
    reward: (after - before) / 2,
    advantage,
    answer: null,
  };
}
