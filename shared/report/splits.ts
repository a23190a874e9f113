/** The same comparison on every kind of questions that was evaluated: an algorithm that is ahead on the questions it
 *  trained for may be behind on others. */
import { evaluationOf, splitInWords } from '../metrics/evaluation.ts';
import { describeMetric } from '../metrics/names.ts';
import { finitePoints } from '../statistics/curve.ts';
import { verdictInParts } from '../statistics/verdict.ts';
import { atOnce } from '../util/at-once.ts';
import type { Verdict } from '../statistics/verdict.ts';
import { pairParagraphs } from '../statistics/verdict-sentences.ts';
import type { VerdictParagraph } from '../statistics/verdict-sentences.ts';
import { curveOf } from './curves.ts';
import type { Compared } from './report.ts';

export interface SplitVerdict {
  readonly split: string;
  /** "questions with one more hop than trained" */
  readonly words: string;
  readonly verdict: Verdict;
}

/** Verdicts on the other splits of the compared metric, in the order of their names, each on the last evaluation of
 *  every run. Empty if the metric is none of an evaluation, or if nothing else was evaluated. */
export const splitVerdicts = (compared: Compared): SplitVerdict[] => atOnce(splitVerdictsInParts(compared));

/** The same, with a yield between parts of the work. */
export function* splitVerdictsInParts(compared: Compared): Generator<undefined, SplitVerdict[]> {
  const asked = evaluationOf(compared.metric);
  if (asked === null) return [];
  const names = compared.runs.flatMap(({ series }) =>
    Object.keys(series).filter((name) => series[name].value.some((value) => value !== null)),
  );
  const others = [...new Set(names.flatMap((name) => evaluationOf(name) ?? []).map(({ split }) => split))]
    .filter((split) => split !== asked.split && names.includes(asked.on(split)))
    .sort();
  const verdicts: SplitVerdict[] = [];
  for (const split of others)
    verdicts.push({ split, words: splitInWords(split), verdict: yield* verdictOnSplit(compared, asked.on(split)) });
  return verdicts;
}

/** A split is evaluated at the end, or now and then: every run counts with its last value. */
function* verdictOnSplit({ runs, level, aggregate }: Compared, metric: string): Generator<undefined, Verdict> {
  const { unit, better, title } = describeMetric(metric);
  const { split } = evaluationOf(metric)!;
  const last = (run: Compared['runs'][number]) => {
    const curve = curveOf(run, metric, 'step');
    const value = curve && finitePoints(curve).y.at(-1);
    return value === undefined || value === null ? null : { x: [0], y: [value] };
  };
  return yield* verdictInParts(
    runs.map((run) => ({ algorithm: run.algorithm, seed: run.seed, curve: last(run), failure: run.failure })),
    {
      metric: `${lowerFirst(title.replace(/ \(.*\)$/, ''))} on ${splitInWords(split)}`,
      unit,
      better: better === 'lower' ? 'lower' : 'higher',
      xUnit: 'evaluations',
      when: 'at the last evaluation',
      ...(level === undefined ? {} : { level }),
      ...(aggregate === undefined ? {} : { aggregate }),
    },
  );
}

const lowerFirst = (text: string): string => text.replace(/^./, (first) => first.toLowerCase());

/** A claim for each pair on each split, after a sentence if the splits disagree. */
export function splitParagraphs(main: Verdict, splits: readonly SplitVerdict[]): VerdictParagraph[] {
  const claims = splits.flatMap(({ verdict: own }) => pairParagraphs(own));
  const disagree = disagreement(main, splits);
  return [...(disagree === null ? [] : [{ claim: disagree, details: [] }]), ...claims];
}

/** Points of a share by which another algorithm has to be ahead for a sentence about it. */
const notable = 0.05;

/** Names the splits on which another algorithm is ahead than in the headline, or on which only one is clearly ahead. */
export function disagreement(main: Verdict, splits: readonly SplitVerdict[]): string | null {
  const first = main.comparisons[0];
  if (first === undefined) return null;
  const other = splits.flatMap(({ words, verdict: own }) => {
    const pair = own.comparisons[0];
    if (pair === undefined || pair.final.mean < notable) return [];
    const isOther = pair.ahead !== first.ahead || (first.conclusion === 'notShown' && pair.conclusion !== 'notShown');
    return isOther ? [`on ${words} ${pair.ahead} is ahead`] : [];
  });
  if (other.length === 0) return null;
  return `The headline holds only for the questions that it names: ${other.join('; ')}. Both can be true, since other questions ask for other skills.`;
}
