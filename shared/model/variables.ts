/** Named variables of a runtime. */
import type { Runtime, Variable } from '../graph/runtime.ts';
import type { NamedTensors } from './parameters.ts';

export type Variables = Readonly<Record<string, Variable>>;

/** Variables with a copy of each tensor. */
export const variablesFrom = (runtime: Runtime, tensors: NamedTensors): Variables =>
  Object.fromEntries(Object.entries(tensors).map(([name, { shape, data }]) => [name, runtime.variable(shape, data)]));

/** A copy of what the variables hold now. */
export async function tensorsFrom(runtime: Runtime, variables: Variables): Promise<NamedTensors> {
  const entries = Object.entries(variables).map(
    async ([name, variable]) => [name, { shape: variable.shape, data: await runtime.read(variable) }] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** `name` → `prefix.name`. */
export const prefixed = <T>(prefix: string, named: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [`${prefix}.${name}`, value]));
