/** Built-in worlds as question sources: as many questions as asked for, each with a corpus of its own. */
import type { Parameters } from '../config/parameter.ts';
import { splits } from '../data/question.ts';
import { createTokenizer, type TokenizerSpec } from '../tokenizers/index.ts';
import { vocabulary } from '../worlds/family.ts';
import type { WorldKind } from '../worlds/world.ts';
import type { QuestionSourceKind } from './source.ts';

/** One vocabulary covers every universe of every world. */
const tokenizer: TokenizerSpec = { kind: 'word', name: 'worlds', vocabulary };
export const worldTokenizer = createTokenizer(tokenizer);

export const worldQuestions = <P extends Parameters>(kind: WorldKind<P>): QuestionSourceKind<P> => ({
  name: kind.name,
  title: kind.title,
  help: kind.help,
  source: 'modelled on PhantomWiki, arXiv:2502.20377',
  parameters: kind.parameters,
  supplies: kind.supplies,
  tokenizer,
  create: (values) => {
    const world = kind.create(values);
    return {
      name: kind.name,
      splits,
      supplies: kind.supplies,
      question: (split, index, seed) => {
        const { question, corpus } = world.question(seed, split, index);
        return { question, corpus };
      },
    };
  },
});
