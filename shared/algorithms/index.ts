/** The algorithms. One line adds one. */
import { a2tgpo } from './a2tgpo.ts';
import type { Algorithm } from './algorithm.ts';
import { dapo } from './dapo.ts';
import { drGrpo } from './dr-grpo.ts';
import { gigpo } from './gigpo.ts';
import { grpo } from './grpo.ts';
import { gspo } from './gspo.ts';
import { igSearch } from './ig-search.ts';
import { igpo } from './igpo.ts';
import { mtGrpo } from './mt-grpo.ts';
import { mtPpo } from './mt-ppo.ts';
import { ppo } from './ppo.ts';
import { reasonRag } from './reason-rag.ts';
import { reinforcePlusPlus } from './reinforce-plus-plus.ts';
import { reinforce } from './reinforce.ts';
import { rloo } from './rloo.ts';
import { stepSearch } from './step-search.ts';
import { tips } from './tips.ts';

export const algorithms: readonly Algorithm[] = [
  igpo,
  grpo,
  reinforce,
  drGrpo,
  rloo,
  reinforcePlusPlus,
  gspo,
  dapo,
  ppo,
  gigpo,
  mtGrpo,
  mtPpo,
  stepSearch,
  a2tgpo,
  tips,
  igSearch,
  reasonRag,
];
