/** What people changed in their reports: title, description and blocks. Each set of runs or experiments has one small
 *  file in the data folder. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { OwnReport } from '../../../shared/ipc/app-views.ts';
import { ownReport } from '../../../shared/ipc/contract.ts';
import { list, object, text } from '../../../shared/util/parser.ts';
import { checkBlocks } from '../../../shared/config/report-blocks.ts';
import { objectFromJson } from '../../../shared/util/json.ts';
import { readText } from '../../files/read.ts';
import { makeFolder, replaceFile } from '../../files/write.ts';

const folderName = '.reports';
const longestTitle = 300;
const longestDescription = 5000;
const parseFile = object({ ids: list(text), own: ownReport });

/** Independent of the order of the ids. */
function pathOf(dataFolder: string, ids: readonly string[]): string {
  const subject = JSON.stringify([...new Set(ids)].sort());
  return join(dataFolder, folderName, `${createHash('sha256').update(subject).digest('hex').slice(0, 24)}.json`);
}

/** Empty if nothing was changed. Throws a sentence when the file is damaged. */
export function keptReport(dataFolder: string, ids: readonly string[]): OwnReport {
  const path = pathOf(dataFolder, ids);
  return existsSync(path) ? parseFile(objectFromJson(readText(path, 'report'), path), path).own : {};
}

/** Replaces the kept changes. Throws RangeError for no ids and for texts that are too long. */
export function keepReport(dataFolder: string, ids: readonly string[], own: OwnReport): void {
  if (ids.length === 0) throw new RangeError('report: expected what it is on, got nothing — choose runs');
  refuseLonger('title', own.title, longestTitle);
  refuseLonger('description', own.description, longestDescription);
  checkBlocks(own.blocks ?? []);
  makeFolder(dataFolder, join(dataFolder, folderName));
  replaceFile(dataFolder, pathOf(dataFolder, ids), Buffer.from(`${JSON.stringify({ ids, own }, null, 2)}\n`));
}

function refuseLonger(what: string, given: string | undefined, most: number): void {
  if (given !== undefined && given.length > most)
    throw new RangeError(`report.${what}: expected at most ${most} characters, got ${given.length}`);
}
