/** What the contract's calls take, learned from the sentences with which its parsers refuse everything else: the
 *  contract stays the one declaration, and a sentence that misleads fails here. */
import { contract } from '../../shared/ipc/contract.ts';
import type { Parser } from '../../shared/util/parser.ts';

export type Form =
  | { readonly kind: 'text' | 'flag' | 'finite' | 'count' | 'json' }
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'list'; readonly item: Form }
  | {
      readonly kind: 'object';
      readonly keys: Readonly<Record<string, { readonly form: Form; readonly needed: boolean }>>;
    };

/** The input of each call, by its name. */
export const forms = (): ReadonlyMap<string, Form> =>
  new Map(Object.entries(contract).map(([name, { parse }]) => [name, learn(parse as Parser<unknown>, name)]));

const plain: Readonly<Record<string, Form>> = {
  text: { kind: 'text' },
  'true or false': { kind: 'flag' },
  'a finite number': { kind: 'finite' },
  'an integer ≥ 0': { kind: 'count' },
  'plain data': { kind: 'json' },
};

/** No parser takes it. */
const nothing = (): void => undefined;

function learn(parse: Parser<unknown>, where: string): Form {
  const [, expected] = /: expected ([^]*), got /.exec(refusal(parse, nothing, where)) ?? [];
  if (expected === undefined) throw new Error(`${where}: expected a sentence that says what is expected`);
  if (Object.hasOwn(plain, expected)) return plain[expected];
  if (expected.startsWith('one of ')) return { kind: 'word', words: expected.slice('one of '.length).split(', ') };
  if (expected === 'a list') return { kind: 'list', item: learn((item, at) => parse([item], at), where) };
  if (expected === 'an object') return learnObject(parse, where);
  throw new Error(`${where}: expected a known kind of input, got ${expected}`);
}

function learnObject(parse: Parser<unknown>, where: string): Form {
  const unknown = '?'.repeat(50); // near to no key
  const [, list] = / — expected (?:one of (.*)|none)$/.exec(refusal(parse, { [unknown]: 0 }, where)) ?? [];
  const keys: Record<string, { form: Form; needed: boolean }> = {};
  const before: Record<string, unknown> = {};
  for (const key of list?.split(', ') ?? []) {
    const form = learn((value, at) => parse({ ...before, [key]: value }, at), where);
    // Keys are read in order: one that may be absent leaves the complaint to the next, or to nobody.
    const needed = refusal(parse, before, where).includes(`.${key}: `);
    keys[key] = { form, needed };
    if (needed) before[key] = simplest(form);
  }
  return { kind: 'object', keys };
}

/** The sentence; empty where there is none. */
function refusal(parse: Parser<unknown>, value: unknown, where: string): string {
  try {
    parse(value, where);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Something that its parser takes. */
function simplest(form: Form): unknown {
  switch (form.kind) {
    case 'text':
      return '';
    case 'flag':
      return false;
    case 'finite':
    case 'count':
      return 0;
    case 'json':
      return {};
    case 'word':
      return form.words[0];
    case 'list':
      return [];
    case 'object':
      return Object.fromEntries(
        Object.entries(form.keys).flatMap(([key, { form: one, needed }]) => (needed ? [[key, simplest(one)]] : [])),
      );
  }
}
