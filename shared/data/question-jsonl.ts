/** Questions as JSON lines in the rows of IGPO and DeepResearcher (arXiv:2510.14967, GuoqingWang1/IGPO), so that data goes both ways.
 *  What those rows have no field for is in `extra_info`: corpusId, kind, hops, supporting, hopAnswers, supportingText, searchKeys. */
import {
  asListOfStrings,
  asNumber,
  asRow,
  asString,
  asStrings,
  jsonLines,
  orNull,
  parseJsonLines,
  unexpected,
} from './jsonl.ts';
import type { Row } from './jsonl.ts';
import { splits } from './question.ts';
import type { Question, Split } from './question.ts';

const answerSplit = '<|answer_split|>';

/** One line per question, aliases joined by `<|answer_split|>`. Throws RangeError for a question without ground truth, and for an answer
 *  that is empty or holds the separator, which the format cannot express. */
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

/** The questions in order. Rows from elsewhere are read too: the prompt may be a string, the ground truth a list or Search-R1's
 *  `{target}`, the index a number; `corpusId` names the corpus of rows that do not say, and their kind is the data source.
 *  Throws RangeError with the line's number for a malformed line, one without ground truth, or an id that is there already. */
export function questionsFromJsonl(text: string, corpusId = 'corpus'): Question[] {
  const seen = new Set<string>();
  return parseJsonLines('questions', text, (row) => {
    const extra = asRow('extra_info', row.extra_info);
    const id = typeof extra.index === 'number' ? String(extra.index) : asString('extra_info.index', extra.index);
    if (seen.has(id)) throw unexpected('extra_info.index', 'new', id);
    seen.add(id);
    return {
      id,
      text: promptText(row.prompt),
      groundTruth: groundTruth(id, asRow('reward_model', row.reward_model)),
      split: asSplit(extra.split),
      corpusId: orNull(asString, 'extra_info.corpusId', extra.corpusId) ?? corpusId,
      kind: orNull(asString, 'extra_info.kind', extra.kind) ?? asString('data_source', row.data_source),
      hops: orNull(asNumber, 'extra_info.hops', extra.hops),
      supporting: orNull(asStrings, 'extra_info.supporting', extra.supporting),
      hopAnswers: orNull(asStrings, 'extra_info.hopAnswers', extra.hopAnswers),
      supportingText: orNull(asStrings, 'extra_info.supportingText', extra.supportingText),
      searchKeys: orNull(asListOfStrings, 'extra_info.searchKeys', extra.searchKeys),
    };
  });
}

/** A string, or the content of the last user message. */
function promptText(prompt: unknown): string {
  if (typeof prompt === 'string') return prompt;
  const messages = Array.isArray(prompt) ? prompt.map((message) => asRow('prompt', message)) : [];
  const last = messages.findLast(({ role }) => role === 'user');
  if (last === undefined) throw unexpected('prompt', 'a string or messages with one from the user', prompt);
  return asString('prompt', last.content);
}

function groundTruth(id: string, { ground_truth: value }: Row): readonly string[] {
  const answers =
    typeof value === 'string'
      ? value.split(answerSplit)
      : asStrings(
          'reward_model.ground_truth',
          Array.isArray(value) ? value : asRow('reward_model.ground_truth', value).target,
        );
  checkGroundTruth(`question ${id}`, answers);
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

function asSplit(value: unknown): Split {
  const split = splits.find((known) => known === value);
  if (split === undefined) throw unexpected('extra_info.split', `one of ${splits.join(', ')}`, value);
  return split;
}
