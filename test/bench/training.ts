/** Training: full updates (forward, loss on every token, backward, clipping, AdamW)
 *  against the MatMul ceiling and PyTorch. */
import { alternate, callsFor, median, medianRatio, type Bench, type BenchOptions } from './bench.ts';
import { gflops, matMulCeiling } from './matmul.ts';
import { freshLearner, supervisedRows } from './model.ts';
import type { Row } from './row.ts';
import { parameterCount, shapes, trainingFlopsPerToken, type Shape } from './shapes.ts';
import { openTorch } from './torch.ts';

async function measure(
  { architecture, batch, length, reach }: Shape,
  { quick, threads }: BenchOptions,
): Promise<Row[]> {
  const learner = await freshLearner(architecture, threads);
  const ceiling = await matMulCeiling(threads);
  const torch = await openTorch(architecture, threads);
  const least = quick ? 0 : 400; // ms
  const rows = supervisedRows(architecture, batch, length);
  const [before, ours, after, theirs] = await alternate(quick ? 1 : 9, [
    ceiling.measure,
    callsFor(least, () => learner.supervise(rows, 1e-4)),
    ceiling.measure,
    ...(torch ? [() => torch.train(batch, length, least)] : []),
  ]);
  await ceiling.close();
  await learner.release();
  torch?.close();

  const tokens = batch * length;
  const perSecond = (ms: number) => (1000 * tokens) / ms;
  const useful = (ms: number) => (tokens * trainingFlopsPerToken(architecture, length)) / ms / 1e6;
  const shares = ours!.map((ms, round) => useful(ms) / ((gflops(before![round]) + gflops(after![round])) / 2));
  return [
    {
      name: 'training',
      value: median(ours!.map(perSecond)),
      unit: 'tokens/s',
      note: `${(parameterCount(architecture) / 1e6).toFixed(2)}M parameters, ${batch} rows × ${length} tokens an update`,
    },
    {
      name: 'share of the MatMul ceiling',
      value: 100 * median(shares),
      unit: '%',
      ...(reach && { reach: { atLeast: 100 * reach } }),
      note: `${median(ours!.map(useful)).toFixed(0)} GFLOP/s useful`,
    },
    ...(torch
      ? [
          { name: 'PyTorch eager', value: median(theirs!.map(perSecond)), unit: 'tokens/s' },
          { name: 'ours over PyTorch', value: medianRatio(theirs!, ours!), unit: '×', reach: { atLeast: 1 } },
        ]
      : []),
  ];
}

export const training: Bench = {
  name: 'training',
  title: 'Training',
  cases: Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, (options: BenchOptions) => measure(shape, options)]),
  ),
};
