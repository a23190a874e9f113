/** The algorithms. One line adds one. */
import type { Algorithm } from './algorithm.ts';
import { gigpo } from './gigpo.ts';
import { grpo } from './grpo.ts';
import { igpo } from './igpo.ts';
import { mtGrpo } from './mt-grpo.ts';
import { reinforce } from './reinforce.ts';
import { stepSearch } from './step-search.ts';

export const algorithms: readonly Algorithm[] = [igpo, grpo, reinforce, gigpo, mtGrpo, stepSearch];
