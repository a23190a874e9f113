/** Saves a warm start: a tiny real policy, trained until it searches and answers, mostly wrong. */
import { saveWarmStart } from '../../main/warm-start/warm-start.ts';
import { openRuntime } from '../../main/devices/ort-runtime.ts';
import { graphLearner } from '../../shared/model/graph-learner.ts';
import { initialParameters } from '../../shared/model/parameters.ts';
import { architectureJson } from '../../shared/models/parse-architecture.ts';
import { adamw } from '../../shared/optimizers/adamw.ts';
import { worldTokenizer } from '../../shared/questions/world.ts';
import { vocabulary } from '../../shared/worlds/family.ts';
import { graded } from '../../shared/worlds/graded.ts';
import { parseParameters } from '../../shared/config/parse.ts';
import { adamwValues, tinyArchitecture } from './small-model.ts';

const architecture = { ...tinyArchitecture, vocabularySize: vocabulary.length };

export async function saveTinyWarmStart(folder: string): Promise<void> {
  const learner = graphLearner({
    runtime: await openRuntime('cpu', { threads: 1 }),
    architecture,
    parameters: initialParameters(architecture, 1),
    optimizer: adamw,
    optimizerValues: adamwValues,
    maxGradNorm: 1,
    microBatchTokens: 4096,
  });
  const world = graded.create(parseParameters(graded.parameters, {}, 'world'));
  const rows = Array.from({ length: 32 }, (_, i) => {
    const { question, corpus } = world.question(1, 'train', i);
    const [start] = corpus.passages;
    const turn = `<search> ${start.title} </search> <information> ${start.text} </information>`;
    const text = `Question: ${question.text} ${turn} <answer> ${question.groundTruth[0]} </answer>`;
    const tokens = Int32Array.from(worldTokenizer.encode(text));
    return { tokens, weight: Float32Array.from(tokens, (_, t) => (t === 0 ? 0 : 1 / (32 * tokens.length))) };
  });
  for (let step = 0; step < 60; step++) await learner.supervise(rows, 0.02);
  const params = await learner.parameters();
  await learner.release();
  saveWarmStart(folder, {
    architecture: architectureJson(architecture),
    tokenizer: worldTokenizer.name,
    world: 'graded',
    provenance: { made: 'for tests' },
    params,
  });
}
