/** Decoding: sampling at temperature 1 with a KV cache, all rows together, against PyTorch.
 *  Reading the prompts is not timed. */
import { stream } from '../../shared/util/rng.ts';
import type { KvSampler } from '../../shared/model/kv-sampler.ts';
import { alternate, median, medianRatio, type Bench, type BenchOptions } from './bench.ts';
import { freshLearner, randomTokens, samplerOf } from './model.ts';
import type { Row } from './row.ts';
import { shapes, type Shape } from './shapes.ts';
import { openTorch } from './torch.ts';

const PROMPT = 32;
const batches = [32, 256];

async function measure({ architecture }: Shape, { quick, threads }: BenchOptions): Promise<Row[]> {
  const fresh = quick ? 8 : 64;
  const learner = await freshLearner(architecture, threads);
  const sampler = await samplerOf(learner, threads, Math.max(...batches), PROMPT + fresh);
  const torch = await openTorch(architecture, threads);
  const prompt = randomTokens(architecture, PROMPT);
  const rows: Row[] = [];
  for (const batch of batches) {
    const [ours, theirs] = await alternate(quick ? 1 : 5, [
      () => decode(sampler, prompt, batch, fresh),
      ...(torch ? [() => torch.decode(batch, PROMPT, fresh)] : []),
    ]);
    const perSecond = (ms: number) => (1000 * batch * fresh) / ms;
    rows.push({
      name: `batch ${batch}`,
      value: median(ours!.map(perSecond)),
      unit: 'tokens/s',
      note: `${fresh} tokens a row after ${PROMPT}`,
    });
    if (torch)
      rows.push(
        { name: `batch ${batch}, PyTorch eager`, value: median(theirs!.map(perSecond)), unit: 'tokens/s' },
        {
          name: `batch ${batch}, ours over PyTorch`,
          value: medianRatio(theirs!, ours!),
          unit: '×',
          reach: { atLeast: 1.5 },
        },
      );
  }
  await sampler.close();
  await learner.release();
  torch?.close();
  return rows;
}

/** ms of sampling `fresh` tokens in each of `batch` rows that hold the prompt. */
export async function decode(sampler: KvSampler, prompt: Int32Array, batch: number, fresh: number): Promise<number> {
  const handles = sampler.start(batch);
  await sampler.append(handles.map((row) => ({ row, tokens: prompt })));
  const requests = handles.map((row, i) => ({ row, rng: stream(1, 'bench decoding', 0, i), maxTokens: fresh }));
  const start = performance.now();
  await sampler.sample(requests, { temperature: 1, topP: 1, stops: [] });
  const ms = performance.now() - start;
  sampler.release(handles);
  return ms;
}

export const decoding: Bench = {
  name: 'decoding',
  title: 'Decoding',
  cases: Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, (options: BenchOptions) => measure(shape, options)]),
  ),
};
