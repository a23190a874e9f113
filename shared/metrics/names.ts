/** The dictionary of metrics: the only place where a metric's unit, direction and meaning are written. */
import { suggestion } from '../util/text.ts';
import { costs } from './costs.ts';
import { gains } from './gains.ts';
import type { Metric, MetricName } from './metric.ts';
import { optimization } from './optimization.ts';
import { outcomes } from './outcomes.ts';
import { rollouts } from './rollouts.ts';

/** In the order in which the docs page and the charts list them. */
export const metrics: readonly Metric[] = [...outcomes, ...gains, ...rollouts, ...optimization, ...costs];

const placeholders: Readonly<Record<string, string>> = {
  '<t>': '[1-9][0-9]*',
  '<split>': '[a-z][a-zA-Z0-9_-]*',
  '<reason>': '(?:answered|maxTurns|maxTokens|error)',
};

const patterns = metrics.map((metric) => ({
  metric,
  pattern: new RegExp(`^${metric.name.replace(/<\w+>/g, (placeholder) => placeholders[placeholder])}$`),
}));

/** The entry of a name, null if the dictionary has none (a metric of an imported run). */
export const findMetric = (name: MetricName): Metric | null =>
  patterns.find(({ pattern }) => pattern.test(name))?.metric ?? null;

/** The entry of a name. Throws RangeError with the nearest spelling if there is none. */
export function describeMetric(name: MetricName): Metric {
  const metric = findMetric(name);
  if (metric === null)
    throw new RangeError(
      `metric ${name}: not in the dictionary${suggestion(
        name,
        metrics.map((m) => m.name),
      )}`,
    );
  return metric;
}

/** Title with its placeholders filled in: `gain/turn_2` → "Information gain, turn 2". */
export function metricTitle(name: MetricName): string {
  const { name: pattern, title } = describeMetric(name);
  const placeholder = /<\w+>/.exec(pattern)?.[0];
  if (placeholder === undefined) return title;
  const [before, after] = pattern.split(placeholder) as [string, string];
  return title.replace(placeholder, name.slice(before.length, name.length - after.length));
}
