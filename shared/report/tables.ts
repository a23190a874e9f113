/** The report's tables as text cells: HTML, Markdown and any other rendering draw the same ones. */
import { aggregates } from '../statistics/aggregate.ts';
import { meanInterval } from '../statistics/mean-interval.ts';
import { duration, percent, signed } from '../statistics/format.ts';
import type { Verdict } from '../statistics/verdict.ts';
import type { Analysis } from './analysis.ts';
import { evaluationOf, splitInWords } from '../metrics/evaluation.ts';
import { byValue, mostColumns, noValue } from './by-value.ts';
import { amount, difference, estimate, pairOf, pValues } from './cells.ts';
import type { ConfigDifference } from './config-difference.ts';
import { besidesAlgorithm } from './config-difference.ts';
import type { Report, ReportRun } from './report.ts';

export interface Table {
  readonly title: string;
  /** What the numbers are and how they were made. */
  readonly note: string;
  readonly columns: readonly { readonly label: string; readonly numeric: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

const text = (label: string) => ({ label, numeric: false });
const number = (label: string) => ({ label, numeric: true });

export function resultsTable(report: Report, { verdict, chainReached, metricName }: Analysis): Table {
  const unit = verdict.question.unit;
  const leader = verdict.algorithms[0]?.algorithm ?? '';
  return {
    title: `Results: ${metricName}`,
    note: resultsNote(verdict, leader || 'the leader'),
    columns: [
      text('Algorithm'),
      number('Seeds'),
      number('Start'),
      number('Final'),
      number('Area under curve'),
      number(`Paired difference to ${leader || 'leader'}`),
      number('p'),
      number('Chain reached'),
    ],
    rows: verdict.algorithms.map((a) => {
      const own = pairOf(verdict.comparisons, a.algorithm, leader);
      const chain = chainReached.get(a.algorithm);
      return [
        a.algorithm,
        seedCount(report, a.algorithm, a.final.n),
        amount(a.start.mean, unit),
        estimate(a.final, unit),
        estimate(a.area, unit),
        own ? difference(own, leader, unit) : '–',
        own ? pValues(own) : '–',
        chain ? estimate(chain, 'share') : '–',
      ];
    }),
  };
}

/** Final values on every kind of questions that was evaluated, the compared one first; null if there is only that. */
export function splitTable(
  { metric }: Pick<Report, 'metric'>,
  { verdict, splits, metricName }: Pick<Analysis, 'verdict' | 'splits' | 'metricName'>,
  baseline = verdict.algorithms[0]?.algorithm ?? '',
): Table | null {
  if (splits.length === 0) return null;
  const own = evaluationOf(metric)!.split;
  const all = [{ split: own, words: splitInWords(own), verdict }, ...splits];
  const { unit } = verdict.question;
  return {
    title: 'Results by kind of question',
    note: `${resultsNote(verdict, baseline || 'the leader')} The first kind is that of the compared metric, ${metricName}. The other kinds are read from the last evaluation of every run.`,
    columns: [
      text('Questions'),
      text('Algorithm'),
      number('Seeds'),
      number('Final'),
      number(`Difference to ${baseline || 'leader'}`),
      number('p'),
    ],
    rows: all.flatMap(({ words, verdict: one }) =>
      one.algorithms.map(({ algorithm, final }, i) => {
        const pair = pairOf(one.comparisons, algorithm, baseline);
        return [
          i === 0 ? words : '',
          algorithm,
          String(final.n),
          estimate(final, unit),
          pair ? difference(pair, baseline, unit) : '–',
          pair ? pValues(pair) : '–',
        ];
      }),
    ),
  };
}

/** What the numbers of results are; differences are taken to the baseline. */
export function resultsNote({ question: { unit }, level, aggregate, comparisons }: Verdict, baseline: string): string {
  const what = unit === 'share' ? 'Per cent; differences in percentage points' : unit === '' ? 'No unit' : `In ${unit}`;
  const { title, interval, caution } = aggregates[aggregate];
  const cut = unit === 'share' && aggregate === 'mean' ? ', cut to possible values' : '';
  return (
    `${what}. ${upper(title)} over seeds [${percent(level)} ${interval}${cut}]. ${caution === '' ? '' : `${caution} `}A negative difference is behind ${baseline}. ` +
    `p: t-test${comparisons.length > 1 ? ", Holm's correction" : ''} / exact sign-flip test.`
  );
}

const upper = (text: string): string => `${text[0].toUpperCase()}${text.slice(1)}`;

/** "5", or "4 of 5" when one failed or has no points. */
function seedCount(report: Report, algorithm: string, counted: number): string {
  const all = report.runs.filter((run) => run.algorithm === algorithm).length;
  return counted === all ? String(all) : `${counted} of ${all}`;
}

export function hopTable(report: Report): Table | null {
  if (!report.gainPerHop || report.gainPerHop.length === 0) return null;
  const level = report.level ?? 0.95;
  const hops = [...new Set(report.gainPerHop.map((g) => g.hop))].sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
  return {
    title: 'Information gain per hop',
    note: `Nats, mean over seeds [${percent(level)} Student t-interval], of the turns in each run’s last steps that resolved this hop of the question; no hop: of turns that resolved none. Where only the last hop earns a gain, turn-level credit teaches earlier turns nothing.`,
    columns: [text('Algorithm'), ...hops.map((hop) => number(hop === null ? 'No hop' : `Hop ${hop}`))],
    rows: report.algorithms
      .filter((algorithm) => report.gainPerHop!.some((g) => g.algorithm === algorithm))
      .map((algorithm) => [
        algorithm,
        ...hops.map((hop) => {
          const found = report.gainPerHop!.find((g) => g.algorithm === algorithm && g.hop === hop);
          const value = meanInterval(found?.gains.filter(Number.isFinite) ?? [], level);
          const ends = value.interval ? ` [${signed(value.interval.low)}, ${signed(value.interval.high)}]` : '';
          return `${signed(value.mean)}${ends}`;
        }),
      ]),
  };
}

/** Null if nothing but the algorithm's own parameters differs. */
export const differenceTable = (report: Report, { differences }: Analysis): Table | null =>
  settingsTable(
    'What else differs between the runs',
    'Config keys, code version, device and warm start that are not the same in all runs. The algorithm and the seed differ by design.',
    report,
    besidesAlgorithm(differences),
  );

export const algorithmTable = (report: Report, { differences }: Analysis): Table | null =>
  settingsTable(
    'Algorithm parameters that differ',
    '–: the algorithm has no such parameter.',
    report,
    differences.filter(({ key }) => key.startsWith('algorithm.')),
  );

function settingsTable(
  title: string,
  note: string,
  report: Report,
  differences: readonly ConfigDifference[],
): Table | null {
  if (differences.length === 0) return null;
  if (report.algorithms.length > mostColumns)
    return {
      title,
      note,
      columns: [text('Key'), text('Value'), text('Algorithms')],
      rows: differences.flatMap((one) =>
        byValue(one, report.algorithms).map(({ value, labels }, i) => [
          i === 0 ? one.key : '',
          value,
          labels.join(', '),
        ]),
      ),
    };
  return {
    title,
    note,
    columns: [text('Key'), ...report.algorithms.map(text)],
    rows: differences.map(({ key, values }) => [
      key,
      ...report.algorithms.map((algorithm) => values.get(algorithm)?.join(' · ') ?? noValue),
    ]),
  };
}

/** "finished"; "failed at step 3 of 30: out of memory". */
function stateOf({ standing, failure }: ReportRun): string {
  if (failure === null) return standing ?? 'ended';
  return failure === standing ? standing : `${standing ?? 'failed'}: ${failure}`;
}

export function runsTable(report: Report): Table {
  return {
    title: 'Runs',
    note: 'Each run can be repeated from its config, seed, code version and warm start.',
    columns: [
      text('Run'),
      text('Algorithm'),
      number('Seed'),
      text('Config'),
      text('Code'),
      text('Warm start'),
      text('Device'),
      number('Time'),
      text('State'),
    ],
    rows: report.runs.map((run) => [
      run.name,
      run.algorithm,
      String(run.seed),
      run.configHash.slice(0, 12),
      run.codeVersion,
      run.warmStart?.slice(0, 12) ?? '–',
      run.device,
      duration(run.seconds),
      stateOf(run),
    ]),
  };
}
