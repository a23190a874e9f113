/** What differs between the configs of several runs, as flat key paths. */
import type { ReportRun } from './report.ts';

export type ConfiguredRun = Pick<ReportRun, 'algorithm' | 'config' | 'codeVersion' | 'device' | 'warmStart'>;

export interface ConfigDifference {
  /** Key path, e.g. `optimizer.learningRate`. */
  readonly key: string;
  /** Label of an algorithm → the values of its runs, each once. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** `{ a: { b: 1 } }` → a.b = "1". Lists are one value. */
export function flatConfig(config: Readonly<Record<string, unknown>>, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(config).flatMap(([key, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? [...flatConfig(value as Record<string, unknown>, `${prefix}${key}.`)]
        : [[`${prefix}${key}`, typeof value === 'string' ? value : JSON.stringify(value)] as const],
    ),
  );
}

/** Keys whose value is not the same in all runs. Code version, device and hash of the warm start count as keys; the
 *  run's name and seed, which always differ, do not. */
export function configDifferences(runs: readonly ConfiguredRun[]): ConfigDifference[] {
  const flat = runs.map((run) => ({
    algorithm: run.algorithm,
    values: flatConfig({
      ...run.config,
      codeVersion: run.codeVersion,
      device: run.device,
      warmStart: run.warmStart?.slice(0, 12) ?? 'not recorded',
    }),
  }));
  const keys = new Set(flat.flatMap(({ values }) => [...values.keys()]));
  return [...keys]
    .filter((key) => key !== 'name' && key !== 'seed')
    .filter((key) => new Set(flat.map(({ values }) => values.get(key))).size > 1)
    .map((key) => ({
      key,
      values: new Map(
        [...Map.groupBy(flat, (run) => run.algorithm)].map(([algorithm, own]) => [
          algorithm,
          [...new Set(own.map(({ values }) => values.get(key) ?? '–'))],
        ]),
      ),
    }));
}

/** Without the algorithm's own parameters, which differ by design; anything else is worth a warning. */
export const besidesAlgorithm = (differences: readonly ConfigDifference[]): ConfigDifference[] =>
  differences.filter(({ key }) => !key.startsWith('algorithm.'));
