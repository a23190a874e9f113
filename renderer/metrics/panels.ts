/** The charts of a run, as data: which metrics each one draws and how it reads. Titles, units and meanings come from
 *  the dictionary. */
import { headlineMetric, isEvaluationMetric } from '../../shared/metrics/evaluation.ts';
import { findMetric, metricTitle } from '../../shared/metrics/names.ts';
import type { MetricName } from '../../shared/metrics/metric.ts';

export interface Panel {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  /** What one value averages over; under the title. */
  readonly over: string;
  /** One line each; several only if the panel shows one run. */
  readonly metrics: readonly MetricName[];
  /** In the wide row at the top. */
  readonly large: boolean;
  /** Shown unless hidden; other panels are hidden unless shown. */
  readonly standard: boolean;
  /** Drawn as dots joined by a line: not measured at every step. */
  readonly sparse: boolean;
}

/** The standard panels, the most important first; placeholders stand for the numbers that the run has. */
const standard: readonly { readonly name: MetricName; readonly large?: boolean }[] = [
  { name: headlineMetric, large: true },
  { name: 'score/answer_f1', large: true },
  { name: 'score/exact_match' },
  { name: 'gain/mean' },
  { name: 'gain/turn_<t>' },
  { name: 'signal/groups_without' },
  { name: 'signal/rescued' },
  { name: 'score/chain_reached' },
  { name: 'rollout/turns' },
  { name: 'rollout/policy_tokens' },
  { name: 'entropy/mean' },
  { name: 'kl/old_k3' },
  { name: 'kl/ref_k3' },
  { name: 'loss/clip_fraction' },
  { name: 'loss/policy' },
  { name: 'optimizer/grad_norm' },
  { name: 'throughput/tokens_per_second' },
  { name: 'time/step_ms' },
  { name: 'time/cpu_cores' },
  { name: 'time/memory_mb' },
];

/** Only needed to place points on another x axis. */
const isAxis = (name: MetricName): boolean => name.startsWith('total/') || name === 'time/written';

/** The panels for runs that have these metrics: the standard ones first, then everything else they record.
 *  several: more than one run is shown, so that each line is a run and a panel has one metric. */
export function panelsFor(available: readonly MetricName[], several: boolean): Panel[] {
  const has = new Set(available);
  const used = new Set<MetricName>();
  const panels: Panel[] = [];
  const add = (
    id: string,
    names: readonly MetricName[],
    as: { readonly large?: boolean; readonly standard: boolean },
  ): void => {
    const metrics = names.filter((name) => has.has(name));
    if (metrics.length === 0) return;
    for (const name of metrics) used.add(name);
    const entry = findMetric(metrics[0]);
    const title = metrics.length > 1 && entry ? withoutPlaceholder(entry.title) : titleOf(metrics[0]);
    const sparse = isEvaluationMetric(metrics[0]);
    panels.push({ id, title, unit: entry?.unit ?? '', over: entry?.over ?? '', metrics, sparse, large: false, ...as });
  };
  for (const { name, large = false } of standard) {
    if (!name.includes('<')) add(name, [name], { large, standard: true });
    else if (!several) add(name, matching(name, available), { standard: true });
  }
  for (const name of available) if (!used.has(name) && !isAxis(name)) add(name, [name], { standard: false });
  return panels;
}

/** Names that a pattern with a placeholder stands for, numbers in their own order. */
const matching = (pattern: MetricName, available: readonly MetricName[]): MetricName[] =>
  available
    .filter((name) => findMetric(name)?.name === pattern)
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));

/** `Information gain by turn` of `Information gain, turn <t>`: what the lines of one panel share. */
const withoutPlaceholder = (title: string): string => title.replace(/, (\w+) <\w+>$/, ' by $1');

/** The dictionary's title; without one, as for metrics of an imported run, the name. */
export const titleOf = (name: MetricName): string => (findMetric(name) === null ? name : metricTitle(name));
