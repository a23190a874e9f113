/** The parts of a report as a person arranges them. */
import { blockKinds } from '../../../shared/config/report-blocks.ts';
import { standardBlocks } from '../../../shared/report/blocks.ts';
import type { BlockKind, ReportBlock } from '../../../shared/config/report-blocks.ts';

export type Blocks = readonly ReportBlock[];

export const blockTitles: Readonly<Record<BlockKind, string>> = {
  text: 'Text',
  verdict: 'Verdict',
  curve: 'Curve',
  results: 'Table of results',
  config: 'Config: what differs',
  gains: 'Gain by turn and hop',
  training: 'Training in detail',
  rollouts: 'Example rollouts',
  methods: 'Methods',
  runs: 'Table of runs',
};

/** Kinds of which a report may have several. */
const repeated: readonly BlockKind[] = ['text', 'curve'];

/** What can still be added, in the order of a usual report. */
export const addable = (blocks: Blocks): BlockKind[] =>
  blockKinds.filter((kind) => repeated.includes(kind) || !blocks.some((block) => block.kind === kind));

/** With a new block of a kind where a usual report has it: after the last that usually comes before it, a text at the end. */
export function withBlock(blocks: Blocks, kind: BlockKind): { readonly blocks: Blocks; readonly at: number } {
  const before = kind === 'text' ? blockKinds : blockKinds.slice(0, blockKinds.indexOf(kind) + 1);
  const at = blocks.findLastIndex((block) => before.includes(block.kind)) + 1;
  return { blocks: blocks.toSpliced(at, 0, { kind, ...(kind === 'text' && { text: '' }) }), at };
}

export const withoutBlock = (blocks: Blocks, at: number): Blocks => blocks.toSpliced(at, 1);

export const withText = (blocks: Blocks, at: number, text: string): Blocks => blocks.with(at, { ...blocks[at], text });

/** Null: the compared one. */
export const withMetric = (blocks: Blocks, at: number, metric: string | null): Blocks =>
  blocks.with(at, { kind: blocks[at].kind, ...(metric !== null && { metric }) });

/** With the block at one place moved to another, the first or the last at most; the same list where nothing moves. */
export function withMovedBlock(
  blocks: Blocks,
  from: number,
  to: number,
): { readonly blocks: Blocks; readonly at: number } {
  const at = Math.max(0, Math.min(blocks.length - 1, to));
  return at === from ? { blocks, at } : { blocks: blocks.toSpliced(from, 1).toSpliced(at, 0, blocks[from]), at };
}

/** The blocks are those of a report that nobody has arranged. */
export const isStandard = (blocks: Blocks): boolean =>
  blocks.length === standardBlocks.length &&
  blocks.every(({ kind, metric }, i) => kind === standardBlocks[i].kind && metric === undefined);
