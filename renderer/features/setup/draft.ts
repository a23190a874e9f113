/** An experiment while it is being set up: plain data that may not parse yet, and its edits. */
import { applyOverrides } from '../../../shared/config/overrides.ts';
import { keptValues } from '../../../shared/config/run-config.ts';
import type { Json, JsonObject } from '../../../shared/util/json.ts';
import { isObject } from '../../../shared/util/json.ts';
import { slug } from '../../../shared/util/text.ts';

export interface DraftVariant {
  readonly label: string;
  /** Path below the config → value. */
  readonly overrides: JsonObject;
}

export interface Draft {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly base: JsonObject;
  readonly algorithms: readonly DraftVariant[];
  readonly seeds: readonly number[];
}

/** The draft of a stored experiment; missing keys are empty. Throws TypeError if it is not an object. */
export function draftFrom(experiment: JsonObject): Draft {
  const { name, title, description, base, algorithms, seeds } = experiment;
  return {
    name: typeof name === 'string' ? name : '',
    title: typeof title === 'string' ? title : '',
    description: typeof description === 'string' ? description : '',
    base: isObject(base) ? base : {},
    algorithms: Array.isArray(algorithms)
      ? algorithms.filter(isObject).map((variant) => ({
          label: typeof variant.label === 'string' ? variant.label : '',
          overrides: isObject(variant.overrides) ? variant.overrides : {},
        }))
      : [],
    seeds: Array.isArray(seeds) ? seeds.filter((seed) => typeof seed === 'number') : [],
  };
}

/** The value at a path of an object; undefined if absent. */
export function valueAt(object: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = object;
  for (const key of path.split('.')) value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

/** A copy with the value at the path; undefined removes it, and sections that become empty. */
export function withValueAt(object: JsonObject, path: string, value: Json | undefined): JsonObject {
  const [key, ...rest] = path.split('.') as [string, ...string[]];
  const child = Object.hasOwn(object, key) ? object[key] : undefined;
  const next: Json | undefined =
    rest.length === 0 ? value : withValueAt(isObject(child) ? child : {}, rest.join('.'), value);
  const isGone = next === undefined || (rest.length > 0 && isObject(next) && Object.keys(next).length === 0);
  if (!isGone) return { ...object, [key]: next };
  return Object.fromEntries(Object.entries(object).filter(([other]) => other !== key));
}

export const setBase = (draft: Draft, path: string, value: Json | undefined): Draft => ({
  ...draft,
  base: withValueAt(draft.base, path, value),
});

/** Another member for a section, with what survives of the values of the one before. */
export function setMember(draft: Draft, section: string, name: string): Draft {
  const before = draft.base[section];
  const kept = keptValues(section, isObject(before) ? before : {}) as JsonObject;
  return { ...draft, base: { ...draft.base, [section]: { name, ...kept } } };
}

export const setVariant = (draft: Draft, index: number, change: Partial<DraftVariant>): Draft => ({
  ...draft,
  algorithms: draft.algorithms.map((variant, i) => (i === index ? { ...variant, ...change } : variant)),
});

export function setOverride(draft: Draft, index: number, path: string, value: Json | undefined): Draft {
  const { overrides } = draft.algorithms[index];
  const next = Object.entries(overrides).filter(([key]) => key !== path);
  return setVariant(draft, index, {
    overrides: Object.fromEntries(value === undefined ? next : [...next, [path, value]]),
  });
}

/** Adds an algorithm, labelled by its name, or `igpo 2` if that is taken. */
export function addVariant(draft: Draft, algorithm: string, preset: string | null): Draft {
  const overrides = { 'algorithm.name': algorithm, ...(preset === null ? {} : { 'algorithm.preset': preset }) };
  return { ...draft, algorithms: [...draft.algorithms, { label: freeLabel(draft, algorithm), overrides }] };
}

export const removeVariant = (draft: Draft, index: number): Draft => ({
  ...draft,
  algorithms: draft.algorithms.filter((_, i) => i !== index),
});

export function duplicateVariant(draft: Draft, index: number): Draft {
  const { label, overrides } = draft.algorithms[index];
  const copy = { label: freeLabel(draft, label.replace(/ \d+$/, '')), overrides };
  return { ...draft, algorithms: draft.algorithms.toSpliced(index + 1, 0, copy) };
}

/** Every algorithm once per value of a parameter, with the value in its label: `igpo lr 0.001`. */
export function sweep(draft: Draft, path: string, values: readonly Json[]): Draft {
  const key = path.slice(path.lastIndexOf('.') + 1);
  return {
    ...draft,
    algorithms: draft.algorithms.flatMap(({ label, overrides }) =>
      values.map((value) => ({
        label: `${label} ${key} ${String(value)}`,
        overrides: { ...overrides, [path]: value },
      })),
    ),
  };
}

function freeLabel({ algorithms }: Draft, stem: string): string {
  const taken = new Set(algorithms.map(({ label }) => label));
  for (let i = 1; ; i++) {
    const label = i === 1 ? stem : `${stem} ${i}`;
    if (!taken.has(label)) return label;
  }
}

/** A variant's config before it is parsed. */
export const variantConfig = (draft: Draft, { overrides }: DraftVariant): JsonObject =>
  applyOverrides(draft.base, overrides) as JsonObject;

/** A name for the experiment's folder from its title. */
export const nameFrom = (title: string): string => slug(title).slice(0, 48);

export interface Difference {
  /** `base.train.steps`, `seeds`, `igpo: optimizer.learningRate`. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Where a draft differs from its origin, line by line, except name, title and description. */
export function differences(draft: Draft, origin: Draft): Difference[] {
  const before = flat(origin);
  const after = flat(draft);
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => ({ path, before: before.get(path) ?? '–', after: after.get(path) ?? '–' }));
}

function flat({ base, algorithms, seeds }: Draft): Map<string, string> {
  const lines = new Map<string, string>();
  const add = (path: string, value: Json): void => {
    if (isObject(value)) for (const [key, child] of Object.entries(value)) add(`${path}.${key}`, child);
    else lines.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  };
  for (const [key, value] of Object.entries(base)) add(key, value);
  for (const { label, overrides } of algorithms) {
    lines.set(`${label}`, 'compared');
    for (const [path, value] of Object.entries(overrides)) lines.set(`${label}: ${path}`, JSON.stringify(value));
  }
  lines.set('seeds', seeds.join(', '));
  return lines;
}
