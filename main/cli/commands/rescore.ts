/** `igpo-lab rescore`: the credit of one run's rollouts under several algorithms. */
import { creditXray } from '../../services/rollouts/credit.ts';
import { findRun } from '../find-run.ts';
import { parseChoice } from '../../../shared/xray/rescore.ts';
import { expectWords, jsonOption, runsOption } from '../command.ts';
import type { Command } from '../command.ts';
import { creditText } from '../credit-text.ts';
import { print, printError, printJson } from '../../terminal/print.ts';

export const rescore: Command = {
  name: 'rescore',
  arguments: '<run>',
  summary: 'What would other algorithms have learned from a run’s own rollouts? Its credit under each, side by side.',
  options: {
    algorithm: {
      type: 'string',
      multiple: true,
      value: 'NAME[:PRESET]',
      help: 'An algorithm beside the run’s own; may be given several times. All of them, with their defaults, if not given.',
    },
    steps: {
      type: 'string',
      value: 'A..B',
      help: 'First and last step, or one step; all with saved rollouts if not given.',
    },
    runs: runsOption,
    json: jsonOption,
  },
  async run(args) {
    const [word] = expectWords(rescore, args, 1);
    const question = { ...stepsOf(args.text('steps')), algorithms: args.texts('algorithm').map(parseChoice) };
    const xray = await creditXray({ id: word, folder: findRun(word, args.text('runs') ?? 'runs') }, question);
    printError(...xray.damaged);
    if (args.flag('json')) printJson(xray);
    else print(...creditText(xray));
    return 0;
  },
};

function stepsOf(text: string | null): { readonly firstStep?: number; readonly lastStep?: number } {
  if (text === null) return {};
  const found = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(text);
  const [firstStep, lastStep] = found ? [Number(found[1]), Number(found[2] ?? found[1])] : [1, 0];
  if (firstStep > lastStep)
    throw new RangeError(`--steps: expected a step or a range such as 10..20, got ${text || 'nothing'}`);
  return { firstStep, lastStep };
}
