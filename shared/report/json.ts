/** Every number of the report, raw, as JSON: what a table or a figure is checked against. */
import { analyse } from './analysis.ts';
import type { Report } from './report.ts';
import { visibleJson } from '../util/visible-text.ts';

/** Not finite becomes null; maps become objects. */
export function reportJson(report: Report): string {
  const analysis = analyse(report);
  return `${visibleJson({ format: 'igpo-lab-report', version: 1, ...analysis, report }, plain, 2)}\n`;
}

const plain = (_: string, value: unknown): unknown => (value instanceof Map ? Object.fromEntries(value) : value);
