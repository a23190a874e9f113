/** What one query brought back. */
import type { Passage } from './passage.ts';

export interface RankedPassage {
  readonly passage: Passage;
  /** The retriever's own relevance, higher is better; comparable within one retrieval only. */
  readonly relevance: number;
}

export interface Retrieval {
  readonly query: string;
  /** Best first; empty when nothing matched. */
  readonly passages: readonly RankedPassage[];
  /** Null where the retriever cannot be timed (a clock is not available to pure code). */
  readonly elapsedMs: number | null;
}
