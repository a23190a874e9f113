/** What a retriever can return. */

export interface Passage {
  /** Unique within its corpus. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** All passages a retriever can return for a question. */
export interface Corpus {
  readonly id: string;
  readonly passages: readonly Passage[];
}
