/** `igpo-lab rollout`: one saved rollout. */
import { findRun } from '../find-run.ts';
import { isTree } from '../../../shared/record/tree.ts';
import type { SavedRollout } from '../../../shared/record/saved-rollout.ts';
import { openChunk, readIndex } from '../../run-folder/rollout-reader.ts';
import type { OpenChunk } from '../../run-folder/rollout-reader.ts';
import { chunkFiles } from '../../run-folder/run-folder.ts';
import { expectWords, jsonOption, runsOption, wholeNumber } from '../command.ts';
import type { Command } from '../command.ts';
import { rolloutText } from '../rollout-text.ts';
import { print, printError, printJson } from '../../terminal/print.ts';
import { columns } from '../text.ts';
import { treeText } from '../tree-text.ts';

export const rollout: Command = {
  name: 'rollout',
  arguments: '<run> <step> [n]',
  summary: 'Show rollout n of a step turn by turn, with its tree if it has one, or list the rollouts of the step.',
  options: {
    evaluation: { type: 'boolean', help: 'Show rollouts of the evaluation after the step, not of its training.' },
    runs: runsOption,
    json: jsonOption,
  },
  async run(args) {
    const [word, stepWord, n] = args.words.length === 2 ? args.words : expectWords(rollout, args, 3);
    const folder = findRun(word, args.text('runs') ?? 'runs');
    const step = wholeNumber(stepWord, 'rollout <step>', 0);
    const set = args.flag('evaluation') ? 'evaluation' : 'training';
    const chunks = chunkFiles(folder).filter((chunk) => chunk.set === set);
    const chunk = chunks.find((candidate) => candidate.step === step);
    if (chunk === undefined) {
      const steps = chunks.map((candidate) => candidate.step);
      const there =
        steps.length > 12 ? `${steps.length} from ${steps[0]} to ${steps.at(-1)}` : steps.join(', ') || 'none';
      throw new RangeError(`${folder}: expected a step with ${set} rollouts (${there}), got ${step}`);
    }
    if (n === undefined) return printList(chunk.path, args.flag('json'));
    const opened = openChunk(chunk.path);
    const stored = opened.rollout(wholeNumber(n, 'rollout <n>', 0));
    if (args.flag('json')) {
      printJson(stored);
      return 0;
    }
    const group = groupOf(opened, stored);
    const tree = isTree(group) ? treeText(group, stored.rollout.member) : [];
    print(...rolloutText(stored), ...tree);
    return 0;
  },
};

/** All rollouts of a rollout's group but those that are damaged. */
const groupOf = ({ all }: OpenChunk, { rollout: { groupId } }: SavedRollout): SavedRollout[] =>
  all().rollouts.filter((one) => one !== null && one.rollout.groupId === groupId) as SavedRollout[];

function printList(path: string, json: boolean): 0 {
  const { entries, problem } = readIndex(path);
  if (problem !== null) printError(problem);
  if (json) for (const entry of entries) printJson(entry);
  else {
    const rows = entries.map(({ n, id, reward, exactMatch, turns, stopReason, questionId }) => [
      ...[
        String(n),
        id,
        reward?.toFixed(2) ?? '–',
        exactMatch?.toFixed(0) ?? '–',
        String(turns),
        stopReason,
        questionId,
      ],
    ]);
    const head = ['n', 'Rollout', 'Reward', 'Right', 'Turns', 'Ended', 'Question'];
    print(...columns([head, ...rows], new Set([0, 2, 3, 4])));
  }
  return 0;
}
