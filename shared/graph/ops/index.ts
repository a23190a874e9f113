/** The operator catalogue: one file per member, one export line here. */
import type { Operator } from '../operator.ts';
import { add } from './add.ts';
import { attention } from './attention.ts';
import { cast } from './cast.ts';
import { clip } from './clip.ts';
import { concat } from './concat.ts';
import { div } from './div.ts';
import { equal } from './equal.ts';
import { exp } from './exp.ts';
import { expand } from './expand.ts';
import { gatherElements } from './gather-elements.ts';
import { gather } from './gather.ts';
import { gemm } from './gemm.ts';
import { identity } from './identity.ts';
import { lessOrEqual } from './less-or-equal.ts';
import { log } from './log.ts';
import { matMul } from './mat-mul.ts';
import { min } from './min.ts';
import { mul } from './mul.ts';
import { neg } from './neg.ts';
import { pad } from './pad.ts';
import { reduceMax } from './reduce-max.ts';
import { reduceSumSquare } from './reduce-sum-square.ts';
import { reduceSum } from './reduce-sum.ts';
import { reshape } from './reshape.ts';
import { rmsNorm } from './rms-norm.ts';
import { rotaryEmbedding } from './rotary-embedding.ts';
import { scatterElements } from './scatter-elements.ts';
import { selectRows } from './select-rows.ts';
import { sigmoid } from './sigmoid.ts';
import { simplifiedLayerNormalization } from './simplified-layer-normalization.ts';
import { slice } from './slice.ts';
import { softmax } from './softmax.ts';
import { sqrt } from './sqrt.ts';
import { sub } from './sub.ts';
import { swiglu } from './swiglu.ts';
import { tokenLogProb } from './token-log-prob.ts';
import { transpose } from './transpose.ts';
import { where } from './where.ts';

const members: readonly Operator[] = [
  add,
  attention,
  cast,
  clip,
  concat,
  div,
  equal,
  exp,
  expand,
  gatherElements,
  gather,
  gemm,
  identity,
  lessOrEqual,
  log,
  matMul,
  min,
  mul,
  neg,
  pad,
  reduceMax,
  reduceSumSquare,
  reduceSum,
  reshape,
  rmsNorm,
  rotaryEmbedding,
  scatterElements,
  selectRows,
  sigmoid,
  simplifiedLayerNormalization,
  slice,
  softmax,
  sqrt,
  sub,
  swiglu,
  tokenLogProb,
  transpose,
  where,
];

export const operators: ReadonlyMap<string, Operator> = new Map(members.map((operator) => [operator.name, operator]));
