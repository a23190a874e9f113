/** What the window receives of credit: the same rollouts under several algorithms. */
import type { CreditFigures } from '../xray/credit-figures.ts';
import type { RolloutAddress } from './rollout-views.ts';

/** An algorithm that credits the rollouts, or why it cannot. */
export interface CreditorView {
  /** `igpo`, `igpo:v1`; for the run's own algorithm its name. Unique together with `own`. */
  readonly choice: string;
  readonly title: string;
  /** The run was trained with it. It comes first. */
  readonly own: boolean;
  readonly problem: string | null;
}

export interface CreditRow extends CreditorView {
  /** Null where there is a problem. */
  readonly figures: CreditFigures | null;
}

export interface CreditedTurn {
  readonly kind: 'search' | 'answer' | 'neither';
  /** Query or answer. */
  readonly said: string | null;
  /** Its search found a passage that supports the answer; null where it did not search or the data does not say. */
  readonly found: boolean | null;
  /** Tokens that the policy wrote. Each has the turn's advantage; where a critic credits single tokens, the turn's is
   *  their mean. */
  readonly tokens: number;
}

/** One group under every algorithm. */
export interface GroupCredit {
  readonly question: string;
  readonly members: readonly {
    readonly address: RolloutAddress;
    readonly member: number;
    readonly right: boolean | null;
    /** [K] */
    readonly turns: readonly CreditedTurn[];
  }[];
  /** [algorithms][G][K]; null for one with a problem. */
  readonly advantages: readonly (readonly (readonly number[])[] | null)[];
}

export interface GroupCreditView {
  readonly rows: readonly CreditorView[];
  readonly group: GroupCredit;
}

export interface CreditXrayView {
  readonly rows: readonly CreditRow[];
  /** [rows][rows] Spearman's ρ of the turns' advantages. */
  readonly agreement: readonly (readonly (number | null)[])[];
  /** Turns whose advantage under the run's own algorithm differs from the saved one; null where it is not known. */
  readonly differing: number | null;
  /** Steps that were read: all in the range that have saved rollouts, or an even selection of them. */
  readonly steps: readonly number[];
  readonly stepsSaved: number;
  readonly rollouts: number;
  readonly turns: number;
  readonly example: GroupCredit | null;
  /** What could not be read, as sentences. */
  readonly damaged: readonly string[];
}
