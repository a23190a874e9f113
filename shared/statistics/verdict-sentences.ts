/** The verdict in words, most important first. Nothing is claimed here that verdict.ts has not computed. */
import { enoughForBootstrap } from './bootstrap.ts';
import { compact, fixed, percent, pValue } from './format.ts';
import type { Difference } from './compare.ts';
import type { Comparison } from './comparison.ts';
import { contains } from './interval.ts';
import type { Interval } from './interval.ts';
import { mostSeeds } from './power.ts';
import type { SpeedUp } from './speed-up.ts';
import type { Threshold, Verdict } from './verdict.ts';

/** One pair of algorithms, or a remark about runs: the claim, and what it rests on. */
export interface VerdictParagraph {
  readonly claim: string;
  readonly details: readonly string[];
}

/** The leader against every other algorithm, best first; then the runs that are not in the numbers. */
export function verdictParagraphs(verdict: Verdict): VerdictParagraph[] {
  const pairs = pairParagraphs(verdict);
  const claims = pairs.length > 0 ? pairs : [alone(verdict)];
  return [...claims, ...aboutModes(verdict), ...aboutRuns(verdict).map((claim) => ({ claim, details: [] }))];
}

/** The leader against every other algorithm, best first; empty if there is nothing to compare it with. */
export function pairParagraphs(verdict: Verdict): VerdictParagraph[] {
  const leader = verdict.algorithms[0]?.algorithm ?? '';
  return verdict.comparisons
    .filter((c) => c.ahead === leader || c.behind === leader)
    .map((c) => ({ claim: headline(c, verdict), details: details(c, verdict) }));
}

function alone(verdict: Verdict): VerdictParagraph {
  const leader = verdict.algorithms[0];
  if (leader === undefined)
    return { claim: 'There is nothing to compare yet: no run has points on a common range.', details: [] };
  const { unit, metric } = verdict.question;
  const claim =
    `Only ${leader.algorithm} has points: ${amount(leader.final.mean, unit)} ${metric} ${at(verdict)}` +
    `${intervalText(leader.final.interval, unit)}, ${count(leader.final.n, 'seed')}. Nothing to compare it with.`;
  return { claim, details: [] };
}

/** None where all seeds end alike. */
function aboutModes(verdict: Verdict): VerdictParagraph[] {
  const { takeOff, algorithms, question, threshold } = verdict;
  if (takeOff === null) return [];
  const shares = takeOff.algorithms.map(({ algorithm, tookOff, n }) => `${tookOff} of ${n} runs of ${algorithm}`);
  const each = algorithms.map(
    ({ algorithm, finalBySeed }) =>
      `${algorithm} ${[...finalBySeed.values()]
        .sort((a, b) => a - b)
        .map((value) => fixed(value * 100, 0))
        .join(', ')}`,
  );
  return [
    {
      claim: `A run either takes off or does not: ${shares.join(', ')} ended above ${amount(takeOff.level, question.unit)}.`,
      details: [
        `Final values by run, per cent: ${each.join('; ')}. A mean over two modes describes no run.`,
        ...verdict.comparisons.flatMap((c) => (threshold === null ? [] : soonness(c, threshold.value, verdict))),
      ],
    },
  ];
}

/** How soon, with runs that never reached the threshold censored at the budget. */
function soonness(c: Comparison, threshold: number, { question, range, level }: Verdict): string[] {
  if (c.restricted === null || c.restricted.n < 2) return [];
  const { mean, interval, signFlipP, n } = c.restricted;
  const [first, second] = mean >= 0 ? [c.ahead, c.behind] : [c.behind, c.ahead];
  const ends = interval && {
    ...interval,
    ...(mean >= 0 ? {} : { low: -interval.high, high: -interval.low }),
  };
  const test = signFlipP === null ? '' : `; exact paired permutation test ${pValue(signFlipP)}`;
  return [
    `To reach ${amount(threshold, question.unit)}, ${first} needed ${compact(Math.abs(mean))} ${question.xUnit} fewer than ${second}` +
      `${ends ? ` [${compact(ends.low)}, ${compact(ends.high)}; ${percent(level)} paired t]` : ''} in the restricted mean, ` +
      `a run that never did counted with the whole budget of ${compact(range![1])}; ${n} pairs${test}.`,
  ];
}

const details = (c: Comparison, verdict: Verdict): string[] => [
  ...tests(c, verdict),
  ...caution(c, verdict),
  ...improvement(c, verdict),
  ...area(c, verdict),
  ...speed(c, verdict),
  ...planner(c, verdict),
];

/** Whether a difference is shown as 0. */
const isTie = (value: number, unit: string): boolean => gap(value, unit) === gap(0, unit);

function headline(c: Comparison, verdict: Verdict): string {
  const { question } = verdict;
  const by = difference(c.final, question.unit);
  const where = `in ${question.metric} ${at(verdict)}`;
  const tie = isTie(c.final.mean, question.unit);
  switch (c.conclusion) {
    case 'unknown':
      if (tie) return `${c.ahead} and ${c.behind} ended equal ${where}, ${seedsOf(c, verdict)}.`;
      return (
        `${c.ahead} ended ${gap(c.final.mean, question.unit)} ahead of ${c.behind} ${where}, but with ${seedsOf(c, verdict)} ` +
        `the spread between seeds is unknown, so nothing can be concluded.`
      );
    case 'notShown':
      return (
        `No difference could be shown between ${c.ahead} and ${c.behind} ${where}: ` +
        `${tie ? `they ended equal${intervalText(c.final.interval, question.unit)}` : `${c.ahead} is ${by} better`}, ${seedsOf(c, verdict)}.`
      );
    case 'suggestive':
      return `${c.ahead} seems to be ahead of ${c.behind} by ${by} ${where}, ${seedsOf(c, verdict)}.`;
    case 'shown':
      return `${c.ahead} is ahead of ${c.behind} by ${by} ${where}, ${seedsOf(c, verdict)}.`;
  }
}

/** "14.2 percentage points [6.1, 22.3; 95 % paired t]". */
const difference = (d: Difference, unit: string): string => `${gap(d.mean, unit)}${intervalText(d.interval, unit)}`;

function tests(c: Comparison, verdict: Verdict): string[] {
  const { paired, tP } = c.final;
  if (tP === null || c.conclusion === 'unknown') return [];
  const parts = [`${paired ? 'Paired t-test' : 'Welch t-test'} ${pValue(tP)}`];
  if (verdict.comparisons.length > 1 && c.holmP !== null)
    parts.push(`${pValue(c.holmP)} after Holm's correction for ${verdict.comparisons.length} pairs`);
  if (paired && paired.signFlipP !== null) parts.push(`exact sign-flip test ${pValue(paired.signFlipP)}`);
  return [`${parts.join(', ')}.`];
}

function seedsOf(c: Comparison, verdict: Verdict): string {
  if (c.final.paired) return c.final.paired.n === 1 ? 'one paired seed' : `${c.final.paired.n} paired seeds`;
  return `${runsOf(c, verdict)} unpaired seeds`;
}

/** "5 and 4" */
const runsOf = (c: Comparison, { algorithms }: Verdict): string =>
  [c.ahead, c.behind].map((name) => algorithms.find((a) => a.algorithm === name)!.final.n).join(' and ');

function caution(c: Comparison, verdict: Verdict): string[] {
  const { paired } = c.final;
  if (!paired || c.conclusion !== 'suggestive' || paired.smallestSignFlipP < 1 - verdict.level) return [];
  return [
    `With ${paired.n} paired seeds an exact sign-flip test cannot go below p = ${Number(paired.smallestSignFlipP.toPrecision(3))}, ` +
      `so this can only be suggestive: the t-interval leans on normally distributed differences.`,
  ];
}

function improvement(c: Comparison, verdict: Verdict): string[] {
  if (c.improvement === null) return [];
  const { probability, interval } = c.improvement;
  const few = verdict.algorithms.some(
    (a) => [c.ahead, c.behind].includes(a.algorithm) && a.final.n < enoughForBootstrap,
  );
  const sure =
    interval === null
      ? '; every pair of runs ends the same way, so how sure that is cannot be seen'
      : few
        ? `; such an interval is too narrow below ${enoughForBootstrap} seeds`
        : '';
  return [
    `A random run of ${c.ahead} ends better than one of ${c.behind} with a probability of ${percent(probability)}` +
      `${interval ? intervalText(interval, 'share', 0) : ''}, from ${runsOf(c, verdict)} runs${sure}.`,
  ];
}

function area(c: Comparison, { question }: Verdict): string[] {
  if (!c.area || !Number.isFinite(c.area.mean)) return [];
  const { mean, interval } = c.area;
  if (isTie(mean, question.unit) && interval === null)
    return [`Over the whole budget ${c.ahead} and ${c.behind} were equal (area under the curve).`];
  const includesZero = interval && contains(interval, 0) ? ', which includes 0' : '';
  return [
    `Over the whole budget ${c.ahead} was on average ${gap(Math.abs(mean), question.unit)} ${mean >= 0 ? 'better' : 'worse'} than ` +
      `${c.behind} (difference in area under the curve${intervalText(interval, question.unit)}${includesZero}).`,
  ];
}

const thresholdOrigins: Readonly<Record<Threshold['from'], string>> = {
  declared: '',
  halfWay: ' (half-way from the start to the worst final mean)',
  takeOff: ' (between the runs that took off and the others)',
};

function speed(c: Comparison, verdict: Verdict): string[] {
  const { threshold, question } = verdict;
  const s = c.speedUp;
  if (threshold === null || s === null) return [];
  const how = thresholdOrigins[threshold.from];
  const goal = `${amount(threshold.value, question.unit)}${how}`;
  if (s.fastReached + s.slowReached === 0) return [`No run of ${c.ahead} or ${c.behind} reached ${goal}.`];
  if (s.ratio === null) return [];
  const bound = { exact: '', atLeast: 'at least ', atMost: 'at most ', undetermined: 'about ' }[s.bound];
  const interval = s.interval
    ? ` [${fixed(s.interval.low)}, ${fixed(s.interval.high)}; ${percent(s.interval.level)} ${s.interval.method}; pairs resampled]`
    : '';
  const censored = [notReached(c.ahead, s.fastReached, s), notReached(c.behind, s.slowReached, s)].filter(
    (text) => text !== '',
  );
  const counted = censored.length > 0 ? `; ${censored.join(', ')}, counted with the whole budget` : '';
  return [
    `To reach ${goal}, ${c.behind} needed ${bound}${fixed(s.ratio)}× the ${question.xUnit} of ${c.ahead}${interval}${counted}.`,
  ];
}

const notReached = (name: string, reached: number, s: SpeedUp): string =>
  reached === s.pairs ? '' : `${count(s.pairs - reached, 'run')} of ${name} never did`;

function planner(c: Comparison, verdict: Verdict): string[] {
  const { paired, mean } = c.final;
  if (!paired || paired.n < 2) return [];
  if (mean === 0) return ['The measured difference is 0, which no number of seeds would show.'];
  if (paired.effectSize === null || (c.seedsNeeded !== null && c.seedsNeeded <= paired.n)) return [];
  const test =
    `a paired t-test at the ${percent(1 - verdict.level)} level` +
    `${verdict.comparisons.length > 1 ? ", before Holm's correction," : ''}`;
  const needs =
    c.seedsNeeded === null
      ? `no sensible number of seeds would show it: ${test} needs more than ${mostSeeds} pairs for 80 % power`
      : `${test} needs ${c.seedsNeeded - paired.n} more ${c.seedsNeeded - paired.n === 1 ? 'pair' : 'pairs'} of seeds for 80 % power, ` +
        `${c.seedsNeeded} in all`;
  return [`If the true effect is the one measured (d = ${fixed(paired.effectSize)}), ${needs}; there are ${paired.n}.`];
}

function aboutRuns(verdict: Verdict): string[] {
  const sentences = verdict.missing.map(
    ({ algorithm, seed, reason }) => `${algorithm} seed ${seed} is not in these numbers: ${reason}.`,
  );
  if (verdict.unpaired.length > 0)
    sentences.push(
      `Without a partner, and so not in the paired differences: ` +
        `${verdict.unpaired.map(({ algorithm, seed }) => `${algorithm} seed ${seed}`).join(', ')}.`,
    );
  return sentences;
}

/** "at 3,840 rollouts", or when else the values were read. */
const at = ({ question, range }: Verdict): string => question.when ?? `at ${compact(range![1])} ${question.xUnit}`;

const count = (n: number, noun: string): string => `${n === 1 ? 'one' : n} ${noun}${n === 1 ? '' : 's'}`;

/** A level: shares as per cent. */
const amount = (value: number, unit: string): string =>
  unit === 'share' ? percent(value, 1) : `${compact(value)}${unit === '' ? '' : ` ${unit}`}`;

/** A difference: shares in percentage points. */
const gap = (value: number, unit: string): string =>
  unit === 'share' ? `${fixed(value * 100, 1)} percentage points` : amount(value, unit);

function intervalText(interval: Interval | null, unit: string, digits = 1): string {
  if (interval === null) return '';
  const end = (value: number) => (unit === 'share' ? fixed(value * 100, digits) : compact(value));
  return ` [${end(interval.low)}, ${end(interval.high)}; ${percent(interval.level)} ${interval.method}]`;
}
