import { metrics } from '../../shared/metrics/names.ts';
import type { Metric } from '../../shared/metrics/metric.ts';

const arrows = { higher: 'higher is better', lower: 'lower is better', neither: 'neither way is better' };

/** docs/metrics.md, from the dictionary. */
export function metricsDocument(): string {
  const groups = Map.groupBy(metrics, (metric) => metric.name.split('/')[0]);
  const sections = [...groups].map(([group, members]) => `## ${group}\n\n${members.map(entry).join('\n\n')}`);
  return `${[
    '# Metrics',
    'Generated from `shared/metrics/names.ts` by `npm run docs`; do not edit. Shares are in [0, 1] in the data and per cent on screen. ' +
      'A value that is not finite is stored as null, drawn as a gap, and counted in `record/non_finite`.',
    ...sections,
  ].join('\n\n')}\n`;
}

const entry = (metric: Metric): string =>
  [
    `### \`${metric.name}\``,
    `${metric.title}. ${metric.unit === '' ? 'No unit' : `Unit: ${metric.unit}`}; ${arrows[metric.better]}.`,
    `- Over: ${metric.over}.\n- Estimator: ${metric.estimator}.\n- Reading: ${metric.reading}`,
  ].join('\n\n');
