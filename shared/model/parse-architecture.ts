/** The architecture in a file that describes a model. */
import { boolean, integer, number } from '../config/parameter.ts';
import { parseParameters } from '../config/parse.ts';
import { requireKnownKeys, type UncheckedObject } from '../util/parser.ts';
import { checkArchitecture, type Architecture } from './architecture.ts';

const size = (help: string) => integer({ default: 0, min: 1, help });
const declared = {
  vocabularySize: size('Tokens in the vocabulary.'),
  width: size('Channels of the residual stream.'),
  layers: size('Decoder layers.'),
  heads: size('Query heads.'),
  kvHeads: size('Heads of keys and values.'),
  headSize: size('Channels of a head.'),
  hidden: size('Inner width of SwiGLU.'),
  convolution: size('Tokens whose embeddings each position sees.'),
  tied: boolean({ default: false, help: 'The output layer is the transposed embedding.' }),
  ropeBase: number({ default: 0, min: 1, help: 'Base of the rotary angles.' }),
  epsilon: number({ default: 0, min: 0, help: 'Added to the mean square in RMSNorm.' }),
};

/** Every key must be there: a model's shape has no defaults. Throws TypeError or RangeError naming the key. */
export function parseArchitecture(input: UncheckedObject, where: string): Architecture {
  const missing = Object.keys(declared).find((key) => !Object.hasOwn(input, key));
  if (missing !== undefined) throw new TypeError(`${where}.${missing}: expected a value, got nothing`);
  requireKnownKeys(input, Object.keys(declared), where);
  const architecture: Architecture = parseParameters(declared, input, where);
  checkArchitecture(architecture);
  return architecture;
}
