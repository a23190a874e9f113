/** Declarations of parameters, each beside the code that reads it. Form, check and docs page derive from them. */

interface ParameterBase {
  readonly help: string;
  /** Where the default comes from: paper with version, repository, or the run that tuned it. */
  readonly source?: string;
}

export interface NumberParameter extends ParameterBase {
  readonly kind: 'number';
  readonly default: number;
  /** Inclusive. */
  readonly min?: number;
  /** Inclusive. */
  readonly max?: number;
  readonly integer?: boolean;
  readonly unit?: string;
}

export interface ChoiceParameter<T extends string = string> extends ParameterBase {
  readonly kind: 'choice';
  readonly default: T;
  readonly choices: readonly T[];
}

export interface BooleanParameter extends ParameterBase {
  readonly kind: 'boolean';
  readonly default: boolean;
}

export interface TextParameter extends ParameterBase {
  readonly kind: 'text';
  readonly default: string;
}

export type Parameter = NumberParameter | ChoiceParameter | BooleanParameter | TextParameter;
export type Parameters = Readonly<Record<string, Parameter>>;

export type ParameterValue = number | boolean | string;

/** The value that one declaration parses into. */
type Value<P> = P extends NumberParameter
  ? number
  : P extends BooleanParameter
    ? boolean
    : P extends ChoiceParameter<infer T>
      ? T
      : string;

/** The values that a set of declarations parses into. */
export type Values<P extends Parameters> = { readonly [K in keyof P]: Value<P[K]> };

export const number = (spec: Omit<NumberParameter, 'kind'>): NumberParameter => ({ kind: 'number', ...spec });
export const integer = (spec: Omit<NumberParameter, 'kind' | 'integer'>): NumberParameter => ({
  kind: 'number',
  integer: true,
  ...spec,
});
export const choice = <const T extends string>(spec: Omit<ChoiceParameter<T>, 'kind'>): ChoiceParameter<T> => ({
  kind: 'choice',
  ...spec,
});
export const boolean = (spec: Omit<BooleanParameter, 'kind'>): BooleanParameter => ({ kind: 'boolean', ...spec });
export const text = (spec: Omit<TextParameter, 'kind'>): TextParameter => ({ kind: 'text', ...spec });

/** The same declarations with other defaults, which come from `source`. */
export const withDefaults = <P extends Parameters>(parameters: P, defaults: Partial<Values<P>>, source: string): P =>
  Object.fromEntries(
    Object.entries(parameters).map(([key, declared]) => [
      key,
      Object.hasOwn(defaults, key) ? { ...declared, default: defaults[key], source } : declared,
    ]),
  ) as unknown as P;
