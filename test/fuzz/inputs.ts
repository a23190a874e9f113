/** Inputs for a call: as its form says, nearly so, or wild. */
import type { Rng } from '../../shared/util/rng.ts';
import { hostileStrings } from '../support/hostile-strings.ts';
import type { Form } from './forms.ts';

/** What valid inputs are drawn from. */
export interface Pool {
  /** Ids, names of metrics, words that a service may know. */
  readonly texts: readonly string[];
  /** Experiments as a person could start them. */
  readonly experiments: readonly unknown[];
}

const numbers = [0, 1, 2, 3, 10, 1000, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER];
const wildNumbers = [...numbers, NaN, Infinity, -Infinity, -0, -1, 0.5, 5e-324, 1e308, 2 ** 53];

const deep = (depth: number): unknown => {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { a: value };
  return value;
};

/** Values that no form expects. `__proto__` is a key like any other here. */
const wild: readonly ((rng: Rng, pool: Pool) => unknown)[] = [
  () => null,
  (rng) => rng.pick([true, false]),
  (rng) => rng.pick(wildNumbers),
  (rng, pool) => rng.pick(pool.texts),
  (rng) => rng.pick(hostileStrings),
  (rng) => 'x'.repeat(10 ** rng.integer(6)),
  () => [],
  () => ({}),
  (rng) => Array(rng.pick([1, 100, 10_000, 10_001])).fill(rng.pick(['good/igpo-seed-1', 0, null])),
  (rng) => deep(rng.pick([3, 63, 64, 65, 500])),
  () => JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as unknown,
  () => JSON.parse('{"$array":["Float64Array",7],"$number":"NaN","$$":1}') as unknown,
  (rng) => new Float64Array(rng.integer(1000)).fill(NaN),
  () => new Uint8Array(3),
  (rng, pool) => rng.pick(pool.experiments),
];

const wildValue = (rng: Rng, pool: Pool): unknown => rng.pick(wild)(rng, pool);

export function valid(form: Form, rng: Rng, pool: Pool): unknown {
  switch (form.kind) {
    case 'text':
      return rng.next() < 0.9 ? rng.pick(pool.texts) : rng.pick(hostileStrings);
    case 'flag':
      return rng.next() < 0.5;
    case 'finite':
      return rng.pick(wildNumbers.filter((value) => Number.isFinite(value)));
    case 'count':
      return rng.pick(numbers);
    case 'word':
      return rng.pick(form.words);
    case 'json':
      return altered(rng.pick(pool.experiments), rng, pool, rng.integer(3));
    case 'list':
      return Array.from({ length: rng.pick([0, 1, 1, 2, 5, 30]) }, () => valid(form.item, rng, pool));
    case 'object':
      return Object.fromEntries(
        Object.entries(form.keys).flatMap(([key, { form: one, needed }]) =>
          needed || rng.next() < 0.5 ? [[key, valid(one, rng, pool)]] : [],
        ),
      );
  }
}

/** Valid, but for a few parts. */
export const nearlyValid = (form: Form, rng: Rng, pool: Pool): unknown =>
  altered(valid(form, rng, pool), rng, pool, 1 + rng.integer(3));

/** Anything, in the form's keys or in none. */
export function wildInput(form: Form, rng: Rng, pool: Pool): unknown {
  if (form.kind !== 'object' || rng.next() < 0.2) return wildValue(rng, pool);
  const keys = [...Object.keys(form.keys), ...(rng.next() < 0.2 ? [rng.pick(hostileStrings)] : [])];
  return Object.fromEntries(keys.map((key) => [key, wildValue(rng, pool)]));
}

/** A copy with `changes` parts replaced by wild ones, removed, or added. */
function altered(value: unknown, rng: Rng, pool: Pool, changes: number): unknown {
  if (changes === 0) return value;
  if (Array.isArray(value) && value.length > 0) {
    const at = rng.integer(value.length);
    return altered(value.with(at, altered(value[at], rng, pool, 1)), rng, pool, changes - 1);
  }
  const isPlain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  if (!isPlain || Object.keys(value).length === 0) return wildValue(rng, pool);
  const entries = Object.entries(value);
  const [key, one] = rng.pick(entries) as [string, unknown];
  const others = entries.filter(([other]) => other !== key);
  const chance = rng.next();
  if (chance < 0.1) return Object.fromEntries(others);
  const name = chance < 0.2 ? rng.pick(hostileStrings) : key;
  return altered(Object.fromEntries([...others, [name, altered(one, rng, pool, 1)]]), rng, pool, changes - 1);
}
