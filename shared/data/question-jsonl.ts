/** Questions as JSON lines, in the rows of IGPO and DeepResearcher (arXiv:2510.14967, GuoqingWang1/IGPO).
 *  Departure: `extra_info` also holds corpusId, kind, hops, supporting, hopAnswers, supportingText and searchKeys. */
import { excerpt } from '../util/json.ts';
import { anyObject, fields, finite, list, oneOf, text, type Parser } from '../util/parser.ts';
import { jsonLines, parseJsonLines } from './jsonl.ts';
import { splits } from './question.ts';
import type { Question } from './question.ts';

const answerSplit = '<|answer_split|>';

/** One line per question, accepted answers joined by `<|answer_split|>`.
 *  Throws RangeError without ground truth, and for an answer that is empty or holds the separator. */
export function questionsToJsonl(questions: readonly Question[]): string {
  return jsonLines(
    questions.map((question) => {
      const { id, text, groundTruth, ...extra } = question;
      checkGroundTruth(`question ${id}`, groundTruth);
      return {
        data_source: extra.kind,
        prompt: [{ role: 'user', content: text }],
        ability: 'search & question answering',
        reward_model: { ground_truth: groundTruth.join(answerSplit), style: 'unknown' },
        extra_info: { index: id, ...extra },
      };
    }),
  );
}

/** The questions in order. Rows from elsewhere are read too: the prompt may be text, the ground truth a list or
 *  Search-R1's `{target}`, the index a number. `corpusId` names the corpus of rows that do not; their kind is the data
 *  source. Throws a sentence with the line's number for a malformed line, a missing ground truth or a repeated id. */
export function questionsFromJsonl(jsonl: string, corpusId = 'corpus'): Question[] {
  const seen = new Set<string>();
  return parseJsonLines('questions', jsonl, (row, line) => {
    const where = `${line}, extra_info`;
    const extra = anyObject(row.extra_info, where);
    const read = fields(extra, where);
    const known = <T>(key: string, parser: Parser<T>): T | null =>
      extra[key] === null || extra[key] === undefined ? null : read(key, parser);
    const id = typeof extra.index === 'number' ? String(extra.index) : read('index', text);
    if (seen.has(id)) throw new RangeError(`${where}, index: expected a new one, got ${excerpt(id)} again`);
    seen.add(id);
    return {
      id,
      text: promptText(row.prompt, `${line}, prompt`),
      groundTruth: groundTruth(row.reward_model, `${line}, reward_model`),
      split: read('split', oneOf(splits)),
      corpusId: known('corpusId', text) ?? corpusId,
      kind: known('kind', text) ?? fields(row, line)('data_source', text),
      hops: known('hops', finite),
      supporting: known('supporting', list(text)),
      hopAnswers: known('hopAnswers', list(text)),
      supportingText: known('supportingText', list(text)),
      searchKeys: known('searchKeys', list(list(text))),
    };
  });
}

/** Text, or the content of the last user message. */
function promptText(prompt: unknown, where: string): string {
  if (!Array.isArray(prompt)) return text(prompt, where);
  const last = list(anyObject)(prompt, where).findLast(({ role }) => role === 'user');
  if (last === undefined) throw new RangeError(`${where}: expected a message from the user, got ${excerpt(prompt)}`);
  return text(last.content, `${where}, content`);
}

function groundTruth(rewardModel: unknown, where: string): readonly string[] {
  const value = anyObject(rewardModel, where).ground_truth;
  const path = `${where}, ground_truth`;
  const answers =
    typeof value === 'string'
      ? value.split(answerSplit)
      : list(text)(Array.isArray(value) ? value : anyObject(value, path).target, path);
  checkGroundTruth(path, answers);
  return answers;
}

function checkGroundTruth(where: string, answers: readonly string[]): void {
  if (answers.length === 0 || answers.includes(''))
    throw new RangeError(
      `${where}: expected at least one accepted answer and none empty, got ${JSON.stringify(answers)}`,
    );
  const split = answers.find((answer) => answer.includes(answerSplit));
  if (split !== undefined)
    throw new RangeError(`${where}: expected answers without ${answerSplit}, got ${JSON.stringify(split)}`);
}
