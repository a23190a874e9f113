/** Corpora as JSON lines in the form of Search-R1 and pyserini: `{"id","contents"}`, where contents are the quoted
 *  title, a newline and the passage text. Departures: (1) the id is `<corpusId>/<passage id>`, with % and / in the
 *  passage id written %25 and %2F; (2) a title that holds a quote before a newline is also written as `title`. */
import { excerpt } from '../util/json.ts';
import { fields, text, type UncheckedObject } from '../util/parser.ts';
import { jsonLines, parseJsonLines } from './jsonl.ts';
import type { Corpus, Passage } from './passage.ts';

/** One line per passage. A corpus without passages leaves no line, so it is not read back. */
export function corpusToJsonl(corpora: readonly Corpus[]): string {
  const lines = corpora.flatMap(({ id: corpusId, passages }) =>
    passages.map(({ id, title, text }) => ({
      id: `${corpusId}/${id.replaceAll('%', '%25').replaceAll('/', '%2F')}`,
      contents: `"${title}"\n${text}`,
      ...(title.includes('"\n') ? { title } : {}),
    })),
  );
  return jsonLines(lines);
}

/** The corpora in order of first appearance, each with its passages in order.
 *  `corpusId` is for a corpus from elsewhere: all lines are one corpus of that name, and ids are taken whole. A first
 *  line without quotes is the title as it stands; contents of one line have the title ''.
 *  Throws a sentence with the line's number for a malformed line or a repeated passage id. */
export function corpusFromJsonl(jsonl: string, corpusId?: string): Corpus[] {
  const corpora = new Map<string, Map<string, Passage>>();
  parseJsonLines('corpus', jsonl, (row, where) => {
    const id = fields(row, where)('id', text);
    const [corpus, passageId] = corpusId === undefined ? splitId(id, where) : [corpusId, id];
    const passages = corpora.get(corpus) ?? new Map<string, Passage>();
    if (passages.has(passageId))
      throw new RangeError(`${where}, id: expected one that is new to its corpus, got ${excerpt(id)}`);
    corpora.set(corpus, passages.set(passageId, { id: passageId, ...splitContents(row, where) }));
  });
  return Array.from(corpora, ([id, passages]) => ({ id, passages: [...passages.values()] }));
}

function splitId(id: string, where: string): [corpus: string, passage: string] {
  const slash = id.lastIndexOf('/');
  if (slash < 0)
    throw new RangeError(
      `${where}, id: expected <corpus>/<passage>, got ${excerpt(id)} — name the corpus it belongs to`,
    );
  return [
    id.slice(0, slash),
    id
      .slice(slash + 1)
      .replaceAll('%2F', '/')
      .replaceAll('%25', '%'),
  ];
}

function splitContents(row: UncheckedObject, where: string): { title: string; text: string } {
  const contents = fields(row, where)('contents', text);
  if (typeof row.title === 'string' && contents.startsWith(`"${row.title}"\n`))
    return { title: row.title, text: contents.slice(row.title.length + 3) };
  const end = contents.startsWith('"') ? contents.indexOf('"\n', 1) : -1;
  if (end > 0) return { title: contents.slice(1, end), text: contents.slice(end + 2) };
  const newline = contents.indexOf('\n');
  return newline < 0
    ? { title: '', text: contents }
    : { title: contents.slice(0, newline), text: contents.slice(newline + 1) };
}
