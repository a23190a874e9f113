/** An error that has several sentences: whoever shows it gives each a line of its own. Received text in a sentence may
 *  hold line feeds, so a message cannot be cut into its sentences again. */
export class SeveralProblems extends RangeError {
  override readonly name = 'RangeError';
  readonly sentences: readonly string[];

  constructor(sentences: readonly string[]) {
    super(sentences.join('\n'));
    this.sentences = sentences;
  }
}

/** What an error says, sentence by sentence. */
export const sentencesOf = (error: unknown): readonly string[] =>
  error instanceof SeveralProblems ? error.sentences : [error instanceof Error ? error.message : String(error)];
