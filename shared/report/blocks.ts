/** The parts of a report in their order. Each rendering draws those that it has a form for. */
import { blockKinds } from '../config/report-blocks.ts';
import type { ReportBlock } from '../config/report-blocks.ts';

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
