/** Requirements on every model family, and how architectures are written and read. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openRuntime } from '../../../main/devices/ort-runtime.ts';
import { graphLearner } from '../../../shared/model/graph-learner.ts';
import { checkParameters, initialParameters } from '../../../shared/model/parameters.ts';
import type { Architecture, ModelFamily } from '../../../shared/models/architecture.ts';
import { families } from '../../../shared/models/index.ts';
import {
  architectureJson,
  parseArchitecture,
  parseNewArchitecture,
} from '../../../shared/models/parse-architecture.ts';
import { modelTensors } from '../../../shared/models/tensors.ts';
import { decodeTensorMap } from '../../../shared/util/safetensors.ts';
import { adamwValues, tinyArchitecture } from '../../support/small-model.ts';
import { adamw } from '../../../shared/optimizers/adamw.ts';

const sized = (family: ModelFamily): Architecture => ({
  ...parseNewArchitecture({ family: family.name }, 'model'),
  vocabularySize: 7,
});

for (const family of Object.values(families)) {
  test(`${family.name}: the defaults fit together, and an architecture is read as it was written`, () => {
    const architecture = sized(family);
    assert.deepEqual(family.problems(architecture), []);
    assert.deepEqual(parseArchitecture(architectureJson(architecture), 'model'), architecture);
  });

  test(`${family.name}: every tensor has its own name and more than 0 numbers, and fresh params have its shape`, () => {
    const tensors = modelTensors(sized(family));
    assert.equal(new Set(tensors.map(({ name }) => name)).size, tensors.length);
    assert.ok(tensors.every(({ shape }) => shape.every((n) => n > 0)));
    checkParameters(sized(family), initialParameters(sized(family), 1), 'fresh params');
  });
}

test('shipped warm starts, which name no family, are read, and their params fit its declaration', () => {
  const folder = join(import.meta.dirname, '../../../resources/checkpoints');
  for (const name of readdirSync(folder)) {
    const { architecture } = JSON.parse(readFileSync(join(folder, name, 'model.json'), 'utf8')) as {
      architecture: Record<string, unknown>;
    };
    assert.equal(Object.hasOwn(architecture, 'family'), false, name);
    const params = decodeTensorMap(readFileSync(join(folder, name, 'params.safetensors')), name);
    checkParameters(parseArchitecture(architecture, name), params, name);
  }
});

test('a key that is missing, unknown or does not fit is named, and so is a family that does not exist', () => {
  const written = architectureJson(tinyArchitecture);
  const narrow = Object.fromEntries(Object.entries(written).filter(([key]) => key !== 'width'));
  const refuses = (input: Record<string, unknown>, message: RegExp) =>
    assert.throws(() => parseArchitecture(input, 'model.json'), { message });
  refuses(narrow, /^model\.json\.width: expected a value, got nothing$/);
  refuses({ ...written, widht: 3 }, /^model\.json\.widht: unknown key — did you mean width\?$/);
  refuses({ ...written, layers: 0 }, /^model\.json\.layers: expected an integer ≥ 1, got 0$/);
  refuses({ ...written, kvHeads: 3 }, /^model\.json\.kvHeads: expected a divisor of 4 heads, got 3$/);
  refuses({ ...written, headSize: 5 }, /^model\.json\.headSize: expected an even number \(rotary positions\), got 5$/);
  refuses({ ...written, family: 'convLama' }, /^model\.json\.family: expected one of convLlama.*mean convLlama\?$/);
  assert.throws(() => parseNewArchitecture({ heads: 4, kvHeads: 3 }, 'recipe.architecture'), {
    message: /^recipe\.architecture\.kvHeads: expected a divisor/,
  });
});

test('a family’s own names for the keys are those of its files, written and read', () => {
  const family: ModelFamily = { ...families.convLlama, name: 'renamed', configNames: { width: 'hidden_size' } };
  const architecture = { ...tinyArchitecture, family };
  const written = architectureJson(architecture);
  assert.equal(written['hidden_size'], 16);
  assert.equal(Object.hasOwn(written, 'width'), false);
  assert.deepEqual(parseArchitecture(written, 'model.json', [family]), architecture);
  assert.throws(() => parseArchitecture({ ...written, hidden_size: 0 }, 'model.json', [family]), {
    message: /^model\.json\.hidden_size: expected an integer ≥ 2, got 0$/,
  });
});

test('a tensor that is not trainable keeps its bits, has no optimizer state, and the others learn', async () => {
  const { family } = tinyArchitecture;
  const frozen = 'layers.0.mlp.up';
  const partly: ModelFamily = {
    ...family,
    tensors: (a) => family.tensors(a).map((one) => ({ ...one, trainable: one.name !== frozen })),
  };
  const architecture = { ...tinyArchitecture, family: partly };
  const parameters = initialParameters(architecture, 1);
  const learner = graphLearner({
    ...{ runtime: await openRuntime('cpu', { threads: 2 }), architecture, parameters, microBatchTokens: 64 },
    ...{ optimizer: adamw, optimizerValues: adamwValues, maxGradNorm: 1 },
  });
  await learner.supervise([{ tokens: Int32Array.of(1, 2, 3), weight: Float32Array.of(0, 1, 1) }], 0.01);
  const after = await learner.parameters();
  const { tensors } = await learner.optimizerState();
  await learner.release();
  for (const name of Object.keys(parameters)) {
    const learned = after[name].data.some((value, i) => value !== parameters[name].data[i]);
    assert.equal(learned, name !== frozen, name);
    assert.equal(`mean.${name}` in tensors, name !== frozen, name);
  }
});
