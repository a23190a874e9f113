/** The tag protocol: sections between tags, as in PeterGriffinJin/Search-R1. Departures: (1) a message without an
 *  action ends the rollout, as in IGPO's parser; Search-R1 inserts a hint and goes on; (2) passages are written as
 *  their text, without `Doc i(Title: …)`. A tag is whatever sequence of tokens the tokenizer writes it with. */
import type { Tokenizer } from '../../tokenizers/tokenizer.ts';
import type { Message, Protocol, ProtocolKind, Wrapper } from '../protocol.ts';

type Name = 'think' | 'search' | 'information' | 'answer';
type Tag = `<${Name}>` | `</${Name}>` | '<end>';

const names: readonly Name[] = ['think', 'search', 'information', 'answer'];
const allTags: readonly Tag[] = [...names.flatMap((name): Tag[] => [`<${name}>`, `</${name}>`]), '<end>'];

/** A tag in a message: its tokens are those from `start` up to `end`. */
interface Found {
  readonly tag: Tag;
  readonly start: number;
  readonly end: number;
}

/** Throws RangeError for a tokenizer that writes a tag without tokens, or begins one tag like another. */
export function tagProtocol(tokenizer: Tokenizer): Protocol {
  const tagTokens = new Map(allTags.map((tag): [Tag, readonly number[]] => [tag, tokenizer.encode(tag)]));
  const written = (tag: Tag): readonly number[] => tagTokens.get(tag)!;
  for (const tag of allTags) {
    const other = allTags.find((one) => one !== tag && startsWith(written(one), written(tag), 0));
    if (written(tag).length === 0 || other !== undefined)
      throw new RangeError(
        `tagProtocol: expected ${tokenizer.name} to tell ${tag} from the other tags, got tokens [${written(tag).join(', ')}]`,
      );
  }
  const byFirst = Map.groupBy(tagTokens, ([, tokens]) => tokens[0]);

  const findTags = (tokens: readonly number[]): Found[] => {
    const found: Found[] = [];
    for (let start = 0; start < tokens.length;) {
      const [tag, own] = byFirst.get(tokens[start])?.find(([, own]) => startsWith(tokens, own, start)) ?? [];
      if (tag && own) found.push({ tag, start, end: start + own.length });
      start += own?.length ?? 1;
    }
    return found;
  };

  /** Text of the first complete section; null without one. */
  const textInside = (tokens: readonly number[], found: readonly Found[], name: Name): string | null => {
    const open = found.find(({ tag }) => tag === `<${name}>`);
    const close = open && found.find(({ tag, start }) => tag === `</${name}>` && start >= open.end);
    return open && close ? tokenizer.decode(tokens.slice(open.end, close.start)).trim() : null;
  };

  const leadingThought = (tokens: readonly number[], found: readonly Found[]): Pick<Message, 'thoughtTokens'> => {
    const begins = found[0]?.tag === '<think>' && found[0].start === 0;
    const close = begins ? found.find(({ tag }) => tag === '</think>') : undefined;
    return close && close.end < tokens.length ? { thoughtTokens: close.end } : {};
  };

  const heads: Record<Wrapper, () => readonly number[]> = {
    igpo: () => [
      ...written('<think>'),
      ...tokenizer.encode("Now there's enough information to answer"),
      ...written('</think>'),
      ...written('<answer>'),
    ],
    answerTag: () => written('<answer>'),
    none: () => [],
  };

  return {
    stops: [written('</search>'), written('</answer>'), written('<end>')],
    prompt: (question) => Int32Array.from(tokenizer.encode(`Question: ${question.text}`)),
    parse: (message) => {
      const tokens = Array.from(message);
      const found = findTags(tokens);
      const said = textInside(tokens, found, 'answer');
      return {
        thought: textInside(tokens, found, 'think'),
        answer: said,
        // An answer wins over a query in the same message, as in IGPO's parser.
        query: said === null ? textInside(tokens, found, 'search') : null,
        wellFormed: messageGrammar.test(outline(found, tokens.length)),
        ...leadingThought(tokens, found),
      };
    },
    response: (passages, maxTokens) => {
      const text = passages.length > 0 ? passages.map(({ passage }) => passage.text).join(' ') : 'Nothing found.';
      const [open, close] = [written('<information>'), written('</information>')];
      const room = Math.max(0, maxTokens - open.length - close.length);
      return Int32Array.from([...open, ...tokenizer.encode(text).slice(0, room), ...close]);
    },
    // No closing tag: it follows the scored tokens, so it cannot change them. The pieces are encoded apart, so that no
    // tokenizer merges across the border that the span names.
    groundTruthFork: (groundTruth, wrapper) => {
      const head = heads[wrapper]();
      const scored = tokenizer.encode(groundTruth);
      if (scored.length === 0)
        throw new RangeError('groundTruthFork: expected a ground truth of at least one token, got none');
      return {
        tokens: Int32Array.from([...head, ...scored]),
        span: { start: head.length, end: head.length + scored.length },
      };
    },
  };
}

export const tags: ProtocolKind = {
  name: 'tags',
  title: 'Tags',
  help: 'Thought, query, passages and answer between tags; a message asks one query or gives one answer.',
  source: 'PeterGriffinJin/Search-R1; arXiv:2510.14967v2',
  create: tagProtocol,
};

const startsWith = (tokens: readonly number[], part: readonly number[], at: number): boolean =>
  part.every((token, i) => tokens[at + i] === token);

/** Tags of a message in order, `text` for each run of other tokens, as `messageGrammar` reads it. */
function outline(found: readonly Found[], length: number): string {
  let at = 0;
  const parts = found.flatMap(({ tag, start, end }) => {
    const before = start > at ? ['text'] : [];
    at = end;
    return [...before, tag];
  });
  return [...parts, ...(at < length ? ['text'] : [])].join(' ');
}

/** An optional thought, then exactly one query or one answer; tags balanced, nothing between the sections. */
const messageGrammar = /^(<think> (text )?<\/think> )?(<search> (text )?<\/search>|<answer> (text )?<\/answer>)$/;
