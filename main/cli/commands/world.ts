/** `igpo-lab world export`: questions and passages of a question source as files. */
import { join } from 'node:path';
import type { Parameters, Values } from '../../../shared/config/parameter.ts';
import { parseAssignments } from '../../../shared/config/overrides.ts';
import { parseParameters } from '../../../shared/config/parse.ts';
import { corpusToJsonl } from '../../../shared/data/corpus-jsonl.ts';
import { questionsToJsonl } from '../../../shared/data/question-jsonl.ts';
import { splits } from '../../../shared/data/question.ts';
import { questionSources } from '../../../shared/questions/index.ts';
import type { QuestionSourceKind } from '../../../shared/questions/source.ts';
import { catalogues } from '../../../shared/train/catalogues.ts';
import { suggestion } from '../../../shared/util/text.ts';
import { saveFile } from '../../files/write.ts';
import { expectWords } from '../command.ts';
import type { Command } from '../command.ts';
import { print } from '../../terminal/print.ts';
import { shownPath } from '../text.ts';

const kinds = Object.values(questionSources) as readonly QuestionSourceKind[];

export const world: Command = {
  name: 'world',
  arguments: 'export <kind>',
  summary: `Write questions and passages of a built-in world (${kinds.map(({ name }) => name).join(', ')}) as JSON lines.`,
  options: {
    out: { type: 'string', value: 'DIR', help: 'Folder for questions.jsonl and corpus.jsonl; ./<kind> if not given.' },
    count: { type: 'string', value: 'N', help: 'Questions; 100 if not given.' },
    split: { type: 'string', value: 'SPLIT', help: `One of ${splits.join(', ')}; train if not given.` },
    seed: { type: 'string', value: 'N', help: 'Same meaning as the seed of a run; 1 if not given.' },
    set: { type: 'string', multiple: true, value: 'KEY=VALUE', help: 'Parameters of the world, e.g. hops=2.' },
  },
  async run(args) {
    const [action, name] = expectWords(world, args, 2);
    if (action !== 'export') throw new RangeError(`world ${action}: unknown action — did you mean world export?`);
    const kind = oneOf(kinds, name, 'world');
    const split = oneOf(
      splits.map((value) => ({ name: value })),
      args.text('split') ?? 'train',
      'split',
    ).name;
    const seed = args.count('seed', 1, 0);
    const created = kind.create(worldValues(kind, args.texts('set')));
    const drawn = Array.from({ length: args.count('count', 100, 1) }, (_, i) => created.question(split, i, seed));
    const out = args.text('out') ?? name;
    const files = { questions: join(out, 'questions.jsonl'), corpus: join(out, 'corpus.jsonl') };
    saveFile(files.questions, Buffer.from(questionsToJsonl(drawn.map(({ question }) => question))));
    saveFile(files.corpus, Buffer.from(corpusToJsonl(drawn.map(({ corpus }) => corpus))));
    print(`${drawn.length} questions in ${shownPath(files.questions)}, their passages in ${shownPath(files.corpus)}`);
    return 0;
  },
};

function oneOf<T extends { readonly name: string }>(items: readonly T[], name: string, what: string): T {
  const found = items.find((item) => item.name === name);
  if (found) return found;
  throw new RangeError(
    `${name}: unknown ${what}${suggestion(
      name,
      items.map((item) => item.name),
    )}`,
  );
}

/** Parses `hops=2` as `world.hops=2` of a run's config. */
function worldValues({ name, parameters }: QuestionSourceKind, set: readonly string[]): Values<Parameters> {
  const config = { world: { name } };
  const parsed = parseAssignments(
    set.map((assignment) => `world.${assignment}`),
    config,
    catalogues,
  );
  const values = Object.fromEntries(
    Object.entries(parsed).map(([path, value]) => [path.slice('world.'.length), value]),
  );
  return parseParameters(parameters, values, `world ${name}`);
}
