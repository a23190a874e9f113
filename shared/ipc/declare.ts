/** How the contract declares a request or a stream: its name, what goes in (parsed), what comes out (a type). */
import { object, type Optional, type Parsed, type Parser } from '../util/parser.ts';

type Shape = Readonly<Record<string, Parser<unknown> | Optional<unknown>>>;

declare const output: unique symbol;

export interface Declaration<Kind extends 'request' | 'stream' = 'request' | 'stream', In = unknown, Out = unknown> {
  readonly kind: Kind;
  readonly parse: Parser<In>;
  readonly [output]?: Out;
}

/** The type of what comes out, which no value can carry: `request({ run: text }, gives<Rollout>())`. */
export const gives = <T>(): T | undefined => undefined;

/** One value comes back. */
export const request = <S extends Shape, Out>(
  input: S,
  _output: Out | undefined,
): Declaration<'request', Parsed<ReturnType<typeof object<S>>>, Out> => ({ kind: 'request', parse: object(input) });

/** Values keep coming until the window cancels. The first is the whole state, also after a lost connection. */
export const stream = <S extends Shape, Out>(
  input: S,
  _output: Out | undefined,
): Declaration<'stream', Parsed<ReturnType<typeof object<S>>>, Out> => ({ kind: 'stream', parse: object(input) });

/** The same with one more check: `bound` throws a sentence where parts, each of them right, ask for too much. */
export const bounded = <D extends Declaration>(declaration: D, bound: (input: Input<D>, where: string) => void): D => ({
  ...declaration,
  parse(value: unknown, where: string) {
    const parsed = declaration.parse(value, where);
    bound(parsed as Input<D>, where);
    return parsed;
  },
});

export type Declarations = Readonly<Record<string, Declaration>>;
export type Input<D> = D extends Declaration<'request' | 'stream', infer In> ? In : never;
export type Output<D> = D extends Declaration<'request' | 'stream', unknown, infer Out> ? Out : never;
export type NamesOf<C extends Declarations, Kind> = {
  [N in keyof C]: C[N]['kind'] extends Kind ? N : never;
}[keyof C] &
  string;
