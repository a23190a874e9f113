/** A run in which every text is hostile: config, events, names of metrics, rollouts. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeChunk } from '../../main/run-folder/rollout-chunk.ts';
import { chunkFile, configHash, runFiles } from '../../main/run-folder/run-folder.ts';
import type { SavedRollout } from '../../shared/record/saved-rollout.ts';
import { hostileStrings } from './hostile-strings.ts';
import { savedRollout } from './saved-rollout.ts';
import { saveSyntheticRun } from './synthetic-runs.ts';

const all = hostileStrings.join(' ').toWellFormed();

/** Saves the run with one step of two rollouts. */
export function saveHostileRun(folder: string): void {
  saveSyntheticRun(folder);
  const { config: path, events, metrics } = runFiles(folder);
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { config: object };
  const config = { ...manifest.config, name: `x/${all}/1`, model: { checkpoint: all } };
  const hostile = { config, configHash: configHash(config), id: all, codeVersion: all, device: all, warmStart: all };
  writeFileSync(path, JSON.stringify({ ...manifest, ...hostile }));
  appendFileSync(
    events,
    hostileStrings.map((text) => `${JSON.stringify({ time: text, kind: text, step: text })}\n`).join('') +
      `${JSON.stringify({ time: all, kind: 'failed', message: all })}\n`,
  );
  // fromEntries defines `__proto__` as a key like any other
  const values = Object.fromEntries(hostileStrings.map((name, i) => [name, i]));
  appendFileSync(metrics, `${JSON.stringify({ ...values, step: 3 })}\n`);
  const chunk = encodeChunk({ step: 1, tokenizer: all }, [hostileRollout(0), hostileRollout(1)]);
  writeFileSync(chunkFile(folder, 1, 'training'), chunk);
  writeFileSync(join(folder, 'annotation.json'), JSON.stringify({ note: all, tags: hostileStrings, archived: false }));
}

function hostileRollout(member: number): SavedRollout {
  const saved = savedRollout({ found: ['p1', null], belief: [-2, -1], advantage: [1, -1], answer: 'Ada' });
  const { rollout, question } = saved;
  const turns = rollout.turns.map((turn) => ({
    ...turn,
    ...{ thought: all, query: turn.query && all, answer: turn.answer && all },
    retrieval: turn.retrieval && {
      ...turn.retrieval,
      query: all,
      passages: turn.retrieval.passages.map((found) => ({
        ...found,
        passage: { ...found.passage, title: all, text: all },
      })),
    },
  }));
  return {
    ...saved,
    question: { ...question, id: all, text: all, groundTruth: [all] },
    rollout: { ...rollout, member, questionId: all, id: all, groupId: all, answer: all, error: all, turns },
  };
}
