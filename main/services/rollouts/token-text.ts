/** The text of a saved rollout's tokens. It is not saved: the tokenizer that the chunk names decodes them. */
import { questionSources } from '../../../shared/questions/index.ts';
import type { RolloutView } from '../../../shared/ipc/rollout-views.ts';
import type { SavedRollout } from '../../../shared/record/saved-rollout.ts';
import { createTokenizer } from '../../../shared/tokenizers/index.ts';
import type { Tokenizer } from '../../../shared/tokenizers/tokenizer.ts';

/** Those that some question source is written with, each once. */
const tokenizers: readonly Tokenizer[] = [
  ...new Map(Object.values(questionSources).map(({ tokenizer }) => [tokenizer.name, tokenizer])).values(),
].map(createTokenizer);

/** Text of each token, distinct texts once. Tokens show as their ids where this version does not have the tokenizer,
 *  or has another by its name, which would make sense of nothing or, worse, sense that was never there. */
export function tokenText(
  tokenizer: string,
  { rollout, question }: SavedRollout,
): Pick<RolloutView, 'vocabulary' | 'words' | 'tokenProblem'> {
  const found = tokenizers.find(({ name }) => name === tokenizer);
  const prompt = rollout.tokens.subarray(0, rollout.promptLength);
  const tokenProblem =
    found === undefined
      ? `tokenizer ${tokenizer}: expected one of ${tokenizers.map(({ name }) => name).join(', ')} — tokens are shown by number; open the run with the version that wrote it`
      : speaks(found, rollout.tokens, prompt, question.text)
        ? null
        : `tokenizer ${tokenizer}: expected the prompt to hold the question, got other words, so its vocabulary has changed since — tokens are shown by number; open the run with the version that wrote it`;
  const indices = new Map<number, number>();
  const words = new Uint32Array(rollout.tokens.length);
  rollout.tokens.forEach((id, t) => {
    let index = indices.get(id);
    if (index === undefined) indices.set(id, (index = indices.size));
    words[t] = index;
  });
  const text = (id: number): string => (tokenProblem === null ? found!.token(id) : `‹${id}›`);
  return { vocabulary: [...indices.keys()].map(text), words, tokenProblem };
}

/** Whether every token has a text, and those of the prompt hold the question. */
function speaks(tokenizer: Tokenizer, tokens: Int32Array, prompt: Int32Array, question: string): boolean {
  if (tokens.some((id) => id < 0 || id >= tokenizer.vocabularySize)) return false;
  return withoutSpaces(tokenizer.decode(prompt)).includes(withoutSpaces(question));
}

const withoutSpaces = (text: string): string => text.replace(/\s+/g, '');
