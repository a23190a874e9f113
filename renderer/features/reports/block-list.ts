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
  splits: 'Results by kind of question',
  config: 'Config: what differs',
  gains: 'Gain by turn and hop',
  training: 'Training in detail',
  rollouts: 'Example rollouts',
  methods: 'Methods',
  runs: 'Table of runs',
};

/** Kinds that a report may have several of. */
const repeated: readonly BlockKind[] = ['text', 'curve'];

/** Kinds that can still be added, in the order of a default report. */
export const addable = (blocks: Blocks): BlockKind[] =>
  blockKinds.filter((kind) => repeated.includes(kind) || !blocks.some((block) => block.kind === kind));

/** With a new block of a kind at its default place, after the last block that precedes it there; a text goes to the
 *  end. */
export function withBlock(blocks: Blocks, kind: BlockKind): { readonly blocks: Blocks; readonly at: number } {
  const before = kind === 'text' ? blockKinds : blockKinds.slice(0, blockKinds.indexOf(kind) + 1);
  const at = blocks.findLastIndex((block) => before.includes(block.kind)) + 1;
  return { blocks: blocks.toSpliced(at, 0, { kind, ...(kind === 'text' && { text: '' }) }), at };
}

export const withoutBlock = (blocks: Blocks, at: number): Blocks => blocks.toSpliced(at, 1);

export const withText = (blocks: Blocks, at: number, text: string): Blocks => blocks.with(at, { ...blocks[at], text });

/** metric: null for the compared one. */
export const withMetric = (blocks: Blocks, at: number, metric: string | null): Blocks =>
  blocks.with(at, { kind: blocks[at].kind, ...(metric !== null && { metric }) });

/** With one block moved to another place, clamped to the list; the same list if nothing moves. */
export function withMovedBlock(
  blocks: Blocks,
  from: number,
  to: number,
): { readonly blocks: Blocks; readonly at: number } {
  const at = Math.max(0, Math.min(blocks.length - 1, to));
  return at === from ? { blocks, at } : { blocks: blocks.toSpliced(from, 1).toSpliced(at, 0, blocks[from]), at };
}

/** Whether the blocks are those of a default report. */
export const isStandard = (blocks: Blocks): boolean =>
  blocks.length === standardBlocks.length &&
  blocks.every(({ kind, metric }, i) => kind === standardBlocks[i].kind && metric === undefined);
