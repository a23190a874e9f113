/** Difficulty of the questions of a paired comparison. Chosen by how long GRPO takes alone, before any comparison. */
import type { Overrides } from '../../shared/config/overrides.ts';
import { suggestion } from '../../shared/util/text.ts';

export interface Setting {
  /** In words, for titles. */
  readonly title: string;
  readonly overrides: Overrides;
  readonly steps: number;
}

export const settings: Readonly<Record<string, Setting>> = {
  /** As the quickstart: enough to see that both learn, too easy to see who is faster. */
  standard: { title: '3 hops', overrides: { 'world.hops': 3, 'world.minHops': 3 }, steps: 60 },
  /** One hop more than the warm start has ever seen: nearly all of its few right answers are guesses, and GRPO alone
   *  took over 40 steps (docs/log.md). Room for one search more than needed. */
  hard: {
    title: '4 hops',
    overrides: { 'world.hops': 4, 'world.minHops': 4, 'rollout.maxTurns': 6, 'rollout.maxTokens': 320 },
    steps: 100,
  },
};

/** Throws RangeError for an unknown name. */
export function settingNamed(name: string): Setting {
  const setting = settings[name];
  if (!setting) throw new RangeError(`--setting: unknown setting '${name}'${suggestion(name, Object.keys(settings))}`);
  return setting;
}
