/** A built-in world's default parameters, with changes. */
import type { Values } from '../../shared/config/parameter.ts';
import { worlds } from '../../shared/worlds/index.ts';

export type WorldName = keyof typeof worlds;
export type WorldValues<N extends WorldName> = Values<(typeof worlds)[N]['parameters']>;

export function valuesOf<N extends WorldName>(name: N, changes: Partial<WorldValues<N>> = {}): WorldValues<N> {
  const defaults = Object.entries(worlds[name].parameters).map(([key, parameter]) => [key, parameter.default]);
  return { ...(Object.fromEntries(defaults) as WorldValues<N>), ...changes };
}
