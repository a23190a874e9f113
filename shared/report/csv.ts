/** The verdict's numbers as CSV, one quantity a row, in full precision: shares are in [0, 1],
 *  a missing number is an empty cell. */
import { aggregates } from '../statistics/aggregate.ts';
import type { Interval } from '../statistics/interval.ts';
import type { Estimate } from '../statistics/mean-interval.ts';
import type { Verdict } from '../statistics/verdict.ts';
import { evaluationOf } from '../metrics/evaluation.ts';
import { analyse } from './analysis.ts';
import type { Report } from './report.ts';
import { csvRow } from '../util/csv.ts';

/** Of a run, of an algorithm over its seeds, or of a pair of algorithms (first minus second,
 *  positive where the first is better). */
interface Row {
  readonly of: 'run' | 'algorithm' | 'pair';
  readonly algorithm: string;
  readonly than?: string;
  readonly seed?: number;
  readonly quantity: string;
  readonly value: number | null;
  /** Runs or pairs that the value rests on. */
  readonly n?: number;
  readonly interval?: Interval | null;
  readonly p?: { readonly t: number | null; readonly holm: number | null; readonly signFlip: number | null };
}

const heads = [
  ...['of', 'algorithm', 'than', 'seed', 'metric', 'quantity', 'x_unit', 'from', 'to', 'value', 'n'],
  ...['low', 'high', 'level', 'method', 'p_t', 'p_holm', 'p_sign_flip'],
];

export function reportCsv(report: Report): string {
  const { verdict, splits } = analyse(report);
  const [from, to] = verdict.range ?? [null, null];
  const others = splits.flatMap(({ split, verdict: own }) =>
    rowsOf(own)
      .filter(({ quantity }) => quantity.startsWith('final'))
      .map((row) => cells(row, evaluationOf(report.metric)!.on(split), ['last evaluation', null, null])),
  );
  const lines = rowsOf(verdict).map((row) => cells(row, report.metric, [verdict.question.xUnit, from, to]));
  return [heads, ...lines, ...others].map(csvRow).join('');
}

function cells(row: Row, metric: string, at: readonly [string, number | null, number | null]) {
  const { of, algorithm, than, seed, quantity, value, n, interval, p } = row;
  return [
    ...[of, algorithm, than, seed, metric, quantity, ...at, value, n],
    ...[interval?.low, interval?.high, interval?.level, interval?.method, p?.t, p?.holm, p?.signFlip],
  ];
}

function rowsOf(verdict: Verdict): Row[] {
  const over = (algorithm: string, quantity: string, { mean, n, interval }: Estimate): Row => ({
    ...{ of: 'algorithm', algorithm, value: mean, n, interval },
    quantity: verdict.aggregate === 'mean' ? quantity : `${quantity}, ${aggregates[verdict.aggregate].title}`,
  });
  return [
    ...verdict.algorithms.flatMap(({ algorithm, finalBySeed, areaBySeed, reachedBySeed }) =>
      [...finalBySeed.keys()].flatMap((seed): Row[] => {
        const reached = reachedBySeed.get(seed)!;
        const row = { of: 'run', algorithm, seed } as const;
        const reaches = {
          ...row,
          quantity: `reaches ${verdict.threshold?.value} at`,
          value: reached.reached ? reached.x : null,
        };
        return [
          { ...row, quantity: 'final', value: finalBySeed.get(seed)! },
          { ...row, quantity: 'area under curve', value: areaBySeed.get(seed)! },
          ...(verdict.threshold === null ? [] : [reaches]),
        ];
      }),
    ),
    ...verdict.algorithms.flatMap(({ algorithm, start, final, area }) => [
      over(algorithm, 'start', start),
      over(algorithm, 'final', final),
      over(algorithm, 'area under curve', area),
    ]),
    ...verdict.comparisons.flatMap(({ ahead, behind, final, holmP, improvement, area, speedUp }): Row[] => {
      const pair = { of: 'pair', algorithm: ahead, than: behind } as const;
      const p = { t: final.tP, holm: holmP, signFlip: final.paired?.signFlipP ?? null };
      const pairs = (difference: typeof final) => (difference.paired === null ? {} : { n: difference.paired.n });
      return [
        { ...pair, quantity: 'final', value: final.mean, interval: final.interval, p, ...pairs(final) },
        ...(improvement === null
          ? []
          : [
              {
                ...pair,
                quantity: 'probability of improvement',
                value: improvement.probability,
                interval: improvement.interval,
              },
            ]),
        ...(area === null
          ? []
          : [{ ...pair, quantity: 'area under curve', value: area.mean, interval: area.interval, ...pairs(area) }]),
        ...(speedUp === null
          ? []
          : [{ ...pair, quantity: 'speed-up', value: speedUp.ratio, n: speedUp.pairs, interval: speedUp.interval }]),
      ];
    }),
  ];
}
