/** What a run asks of anything that has questions. */
import type { ParameterValue, Parameters, Values } from '../config/parameter.ts';
import type { Split } from '../data/question.ts';
import type { Supply } from '../data/supply.ts';
import type { Task } from '../data/task.ts';
import type { TokenizerSpec } from '../tokenizers/index.ts';

export interface QuestionSource {
  readonly name: string;
  /** Those it has questions of; `train` and `test` always. */
  readonly splits: readonly Split[];
  /** What it knows about each of its questions. */
  readonly supplies: readonly Supply[];
  /** The question at `index` of a split: the same for the same arguments, in any order of calls. Index ≥ 0. */
  question(split: Split, index: number, seed: number): Task;
}

/** A member of the catalogue. */
export interface QuestionSourceKind<P extends Parameters = Parameters> {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  /** Paper with version, or repository. */
  readonly source: string;
  readonly parameters: P;
  /** What its questions can know; a created source may know less. */
  readonly supplies: readonly Supply[];
  /** Expresses every question and passage. */
  readonly tokenizer: TokenizerSpec;
  /** As of a config's `Entry`. */
  problems?(values: Readonly<Record<string, ParameterValue>>): readonly string[];
  /** Throws RangeError for values that contradict each other. */
  create(values: Values<P>): QuestionSource;
}
