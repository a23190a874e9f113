/** The parts that a report can be asked to have: what a person chooses, as data. `report/` draws them. */

export const blockKinds = [
  'text',
  'verdict',
  'curve',
  'results',
  'splits',
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
  /** Metric of a curve; absent: the compared one. */
  readonly metric?: string;
}

const most = 60;
const longestText = 20_000;

/** Throws RangeError for more than a document has. */
export function checkBlocks(blocks: readonly ReportBlock[]): void {
  if (blocks.length > most) throw new RangeError(`report.blocks: expected at most ${most}, got ${blocks.length}`);
  const longest = Math.max(0, ...blocks.map(({ text = '' }) => text.length));
  if (longest > longestText)
    throw new RangeError(`report.blocks: expected texts of at most ${longestText} characters, got ${longest}`);
}
