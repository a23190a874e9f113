/** The slow, obvious evaluator: answers a question's text from the passages' text alone. */
import type { Corpus } from '../../shared/data/passage.ts';

/** Subject → relation → object, as stated; `type` and `alias` are relations too. */
export type Statements = ReadonlyMap<string, ReadonlyMap<string, string>>;

export function readCorpus(corpus: Corpus): Statements {
  return new Map(
    corpus.passages.map(({ title, text }) => {
      const [first, ...rest] = text.slice(0, -1).split('. ');
      const type = first.match(new RegExp(`^${title} is a (\\w+)$`))![1];
      const facts = rest.map((sentence) => {
        const [, subject, object] = sentence.match(/^(.+) is (\w+)$/)!;
        return [subject === 'Another name' ? 'alias' : subject.match(/^The (\w+)$/)![1], object] as const;
      });
      return [title, new Map([['type', type] as const, ...facts])];
    }),
  );
}

/** Every entity that answers the question, by name. */
export function answersTo(text: string, statements: Statements): string[] {
  const chain = text.match(/^What is the (.+) of (?:the (\w+) with the (\w+) (\w+)|(\w+))\?$/);
  if (chain !== null) {
    const [, relations, type, clue, described, named] = chain;
    const starts = named === undefined ? whoHas(statements, type, [[clue, described]]) : [named];
    const innermostFirst = relations.split(' of the ').reverse();
    return starts.map((start) => innermostFirst.reduce((here, name) => statements.get(here)!.get(name)!, start));
  }
  const comparison = text.match(/^Who was born (earlier|later), (\w+) or (\w+)\?$/);
  if (comparison !== null) {
    const [, order, ...persons] = comparison;
    const years = persons.map((person) => Number(statements.get(person)!.get('birthyear')));
    const wanted = order === 'earlier' ? Math.min(...years) : Math.max(...years);
    return persons.filter((_, i) => years[i] === wanted);
  }
  const [, type, ...clues] = text.match(/^Which (\w+) has the (\w+) (\w+) and the (\w+) (\w+)\?$/)!;
  return whoHas(statements, type, [
    [clues[0], clues[1]],
    [clues[2], clues[3]],
  ]);
}

const whoHas = (statements: Statements, type: string, clues: readonly (readonly [string, string])[]): string[] =>
  [...statements.keys()].filter((name) => {
    const facts = statements.get(name)!;
    return facts.get('type') === type && clues.every(([relation, object]) => facts.get(relation) === object);
  });
