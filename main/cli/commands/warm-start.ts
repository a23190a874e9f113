/** `igpo-lab warm-start`: makes a warm start from its recipe and prints whether it passes the gate. */
import { dirname } from 'node:path';
import { percent, signed } from '../../../shared/statistics/format.ts';
import { architectureJson } from '../../../shared/models/parse-architecture.ts';
import { objectFromJson, type JsonObject } from '../../../shared/util/json.ts';
import type { GainSample } from '../../../shared/warm-start/calibration.ts';
import type { PretrainContext } from '../../../shared/warm-start/pretrain.ts';
import { parseRecipe } from '../../../shared/warm-start/recipe.ts';
import { codeVersion } from '../../services/runs/code-version.ts';
import { allocatingProcess } from '../../processes/allocator.ts';
import { readText } from '../../files/read.ts';
import { makeWarmStart, type WarmStartFigures } from '../../warm-start/make-warm-start.ts';
import { saveWarmStart } from '../../warm-start/warm-start.ts';
import { expectWords, type Command, type ExitCode } from '../command.ts';
import { print } from '../../terminal/print.ts';
import { shownPath } from '../text.ts';

export const warmStart: Command = {
  name: 'warm-start',
  arguments: '<recipe.json>',
  summary: 'Pretrain the params that runs begin from, and check that their belief is calibrated.',
  options: {
    out: { type: 'string', value: 'DIR', help: "Folder for the warm start; the recipe's own if not given." },
    threads: { type: 'string', value: 'N', help: 'CPU threads of one operator; every core if not given.' },
  },
  async run(args) {
    const [file] = expectWords(warmStart, args, 1) as [string];
    const written = objectFromJson(recipeText(file), file);
    const recipe = parseRecipe(written);
    const code = await allocatingProcess();
    if (code !== null) return code as ExitCode;
    const started = performance.now();
    const report: PretrainContext['report'] = ({ stage, step, steps, loss }) => {
      if (step % 50 !== 0 && step !== steps) return;
      const seconds = ((performance.now() - started) / 1000).toFixed(0);
      print(`${seconds.padStart(4)} s  ${stage}: step ${step} of ${steps}, loss ${loss.toFixed(3)} nats`);
    };
    const made = await makeWarmStart(recipe, report, { threads: args.count('threads', 0, 0) });
    print(...made.figures.flatMap(figureLines));
    const out = args.text('out') ?? dirname(file);
    saveWarmStart(out, {
      architecture: architectureJson(made.architecture),
      tokenizer: made.tokenizer,
      world: recipe.worlds.map((world) => String(world['name'])).join('+'),
      provenance: {
        command: `igpo-lab warm-start ${shownPath(file)}`,
        codeVersion: codeVersion(),
        recipe: written,
        figures: JSON.parse(JSON.stringify(made.figures)) as JsonObject,
      },
      params: made.params,
    });
    print(`written to ${shownPath(out)}`);
    return made.figures.some(({ failures }) => failures.length > 0) ? 1 : 0;
  },
};

/** Throws RangeError, since a missing file is a wrong argument. */
function recipeText(file: string): string {
  try {
    return readText(file, 'recipe', 'follow');
  } catch (error) {
    throw new RangeError((error as Error).message, { cause: error });
  }
}

export function figureLines({
  world,
  questions,
  success,
  chainReached,
  successWhenReached,
  gain,
  idealGain,
  failures,
}: WarmStartFigures): string[] {
  const gains = [
    ...gain.hops.map((sample, h) => ({ sample, ideal: idealGain.hops[h], what: `hop ${h + 1}` })),
    { sample: gain.useless, ideal: idealGain.useless, what: 'useless turns' },
  ];
  return [
    `${world}: ${questions} test questions, sampled at temperature 1`,
    `  exact answers ${percent(success, 1)} · chain reached ${percent(chainReached, 1)} · exact where reached ${percent(successWhenReached, 1)}`,
    ...gains.map(({ sample, ideal, what }) => `  gain of ${what}: ${gainText(sample, ideal)}`),
    ...(failures.length === 0 ? ['  gate passed'] : failures.map((failure) => `  gate missed, ${failure}`)),
  ];
}

const gainText = ({ n, mean, standardError }: GainSample, ideal: GainSample | undefined): string =>
  n === 0
    ? 'no such turn'
    : (n === 1
        ? `${signed(mean, 3)} nats (of one turn)`
        : `${signed(mean, 3)} ± ${standardError.toFixed(3)} nats (mean ± standard error, n ${n})`) +
      (ideal && ideal.n > 0 ? `, an ideal reader's ${signed(ideal.mean, 3)}` : '');
