/** What algorithms need of a world is known when a config is parsed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRunConfig } from '../../../shared/config/run-config.ts';
import { catalogues } from '../../../shared/train/catalogues.ts';
import { smallest } from '../config/catalogues.ts';

const bare = { name: 'bare', parameters: {} };
const withBare = { ...catalogues, questionSources: [...catalogues.questionSources, bare] };
const parse = (algorithm: string, world: string) =>
  parseRunConfig({ ...smallest, algorithm: { name: algorithm }, world: { name: world } }, withBare);

for (const { name, parameters, needs } of catalogues.algorithms)
  test(`${name} parses with every built-in world, and a world that knows nothing is refused where it needs to know`, () => {
    for (const world of catalogues.questionSources) assert.equal(parse(name, world.name).algorithm.name, name);
    const defaults = Object.fromEntries(Object.entries(parameters).map(([key, parameter]) => [key, parameter.default]));
    const needed = needs!(defaults);
    if (needed.length === 0) assert.equal(parse(name, 'bare').world.name, 'bare');
    else
      assert.throws(() => parse(name, 'bare'), {
        name: 'RangeError',
        message: `config.world.name: expected a world that supplies ${needed.join(' and ')} for ${name}, got bare — choose graded or random`,
      });
  });

test('where no world can supply what an algorithm needs, the error says so', () => {
  const needy = { name: 'needy', parameters: {}, needs: () => ['oracles'] };
  assert.throws(() => parseRunConfig(smallest, { ...catalogues, algorithms: [needy] }), {
    message: 'config.world.name: expected a world that supplies oracles for needy, got graded — no world does',
  });
});

test('what questions must have follows the parameters: stepSearch without keys needs no search keys, without any part nothing', () => {
  const knowing = { name: 'knowing', parameters: {}, supplies: ['supporting passages'] as const };
  const questionSources = [...catalogues.questionSources, knowing, bare];
  const parsed = (algorithm: object, world: string) =>
    parseRunConfig(
      { ...smallest, algorithm: { name: 'stepSearch', ...algorithm }, world: { name: world } },
      { ...catalogues, questionSources },
    );
  assert.throws(
    () => parsed({}, 'knowing'),
    /expected a world that supplies search keys for stepSearch, got knowing — choose/,
  );
  assert.equal(parsed({ preset: 'withoutKeys' }, 'knowing').algorithm.keyWeight, 0);
  assert.throws(
    () => parsed({ preset: 'withoutKeys' }, 'bare'),
    /expected a world that supplies supporting passages for/,
  );
  assert.equal(parsed({ gainWeight: 0, redundancyWeight: 0, keyWeight: 0 }, 'bare').world.name, 'bare');
});
