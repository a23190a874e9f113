/** The params that a learner can read: the current ones, those that the run began with, and the teacher's. */
import type { Runtime } from '../graph/runtime.ts';
import type { PolicyCopy } from './learner.ts';
import type { NamedTensors } from './parameters.ts';
import { prefixed, tensorsFrom, variablesFrom, type Variables } from './variables.ts';

export interface PolicyCopies {
  /** Throws Error where there is no such copy. */
  of(policy: PolicyCopy): Variables;
  /** Makes the current params the reference policy. */
  freezeReference(): Promise<void>;
  /** Makes the current params the teacher. */
  refreshTeacher(): Promise<void>;
  /** A refreshed teacher, as `teacher.<parameter>`; empty as long as the reference policy is the teacher. */
  readonly saved: Variables;
  /** The teacher among tensors named like `saved`; without one the reference policy is the teacher again. */
  restore(tensors: NamedTensors): void;
}

/** Beside the optimizer's states. */
const teacherKey = 'teacher';

export function policyCopies(runtime: Runtime, current: Variables): PolicyCopies {
  let reference: Variables | null = null;
  let teacher: Variables | null = null;
  const copy = async () => variablesFrom(runtime, await tensorsFrom(runtime, current));
  return {
    of(policy) {
      const params = { current, reference, teacher: teacher ?? reference }[policy];
      if (!params) throw new Error(`learner: expected a ${policy} policy, there is none — call freezeReference first`);
      return params;
    },
    async freezeReference() {
      reference = await copy();
    },
    async refreshTeacher() {
      teacher = await copy();
    },
    get saved() {
      return teacher ? prefixed(teacherKey, teacher) : {};
    },
    restore(tensors) {
      const entries = Object.keys(current).map((name) => [name, tensors[`${teacherKey}.${name}`]] as const);
      teacher = entries[0][1] ? variablesFrom(runtime, Object.fromEntries(entries)) : null;
    },
  };
}
