/** A toy trainer whose learner gives every token −its position as log-prob: each number says where it came from. */
import { toyLearner, toyTrainer } from '../support/toy-trainer.ts';

/** asked: what log-probs were asked for, in order. */
export function positionTrainer(algorithm: string) {
  const asked: { tokens: number[]; policy: string }[] = [];
  const trainer = toyTrainer({
    config: { algorithm: { name: algorithm } },
    learner: {
      ...toyLearner({ skill: 0 }),
      logProbs: async (rows, policy) =>
        rows.map(({ tokens }) => {
          asked.push({ tokens: [...tokens], policy });
          return Float32Array.from(tokens, (_, t) => -t);
        }),
    },
  });
  return { trainer, asked };
}
