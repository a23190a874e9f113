/** A tiny real policy that has seen a few transcripts of the toy world, so that its rollouts search and answer. */
import { smallModel, tinyArchitecture } from './small-model.ts';
import type { SmallModel } from './small-model.ts';
import { toyTokenizer } from './toy-trainer.ts';

const transcripts = ['Ada', 'Bo'].flatMap((name) => [
  `Question: who leads Bo? <answer> ${name} </answer>`,
  `Question: who leads Bo? <search> Bo </search> <information> Ada leads Bo </information> <answer> ${name} </answer>`,
]);

/** It is its own reference policy. */
export async function taughtModel(): Promise<SmallModel> {
  const architecture = { ...tinyArchitecture, vocabularySize: toyTokenizer.vocabularySize };
  const model = await smallModel(architecture, { maxRows: 8 });
  const rows = transcripts.map((text) => {
    const tokens = Int32Array.from(toyTokenizer.encode(text));
    return { tokens, weight: Float32Array.from(tokens, (_, t) => (t === 0 ? 0 : 1 / (4 * tokens.length))) };
  });
  for (let i = 0; i < 60; i++) await model.learner.supervise(rows, 0.02);
  await model.learner.freezeReference();
  return model;
}
