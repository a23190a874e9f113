/** The parts of a report, in the order in which a person wants them. Each rendering draws those that it has a form for. */
import type { MetricName } from '../metrics/metric.ts';

export const blockKinds = [
  'text',
  'verdict',
  'curve',
  'results',
  'config',
  'gains',
  'training',
  'rollouts',
  'methods',
  'runs',
] as const;
export type BlockKind = (typeof blockKinds)[number];

export interface ReportBlock {
  readonly kind: BlockKind;
  /** Of a text: paragraphs, an empty line between them. */
  readonly text?: string;
  /** Of a curve; the compared one where it is left out. */
  readonly metric?: MetricName;
}

/** What a report has unless somebody arranges it. */
export const standardBlocks: readonly ReportBlock[] = blockKinds
  .filter((kind) => kind !== 'text')
  .map((kind) => ({ kind }));

export const blocksOf = ({ blocks = standardBlocks }: { readonly blocks?: readonly ReportBlock[] }) => blocks;

/** Paragraphs of a text block, each as one line. */
export const paragraphs = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '');

const most = 60;
const longestText = 20_000;

/** Throws RangeError for more than a document has. */
export function checkBlocks(blocks: readonly ReportBlock[]): void {
  if (blocks.length > most) throw new RangeError(`report.blocks: expected at most ${most}, got ${blocks.length}`);
  const longest = Math.max(0, ...blocks.map(({ text = '' }) => text.length));
  if (longest > longestText)
    throw new RangeError(`report.blocks: expected texts of at most ${longestText} characters, got ${longest}`);
}
