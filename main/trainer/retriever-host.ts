/** What a retriever may use of the machine that trains, and the file that keeps its answers. */
import { existsSync, closeSync } from 'node:fs';
import { readBytes } from '../files/read.ts';
import { dirname } from 'node:path';
import { cutFile, openToAppend, writeAll } from '../files/write.ts';
import { parseJsonLines } from '../../shared/data/jsonl.ts';
import type { Retrieval } from '../../shared/data/retrieval.ts';
import type { Asked, RetrieverHost } from '../../shared/retrievers/retriever.ts';
import { count, object, text, type Parser } from '../../shared/util/parser.ts';

const parseLine = object({ query: text, corpusId: text, k: count, answer: ((value) => value) as Parser<unknown> });

/** file: read at the first question, made at the first answer. */
export function retrieverHost(file: string): RetrieverHost {
  let known: Map<string, Retrieval> | null = null;
  const answers = (): Map<string, Retrieval> => (known ??= readAnswers(file));
  return {
    fetch: (url, request) => fetch(url, request),
    clock: () => performance.now(),
    recorded: (asked) => answers().get(keyOf(asked)) ?? null,
    record: (asked, answer) => {
      answers().set(keyOf(asked), answer);
      append(file, Buffer.from(`${JSON.stringify({ ...asked, answer })}\n`));
    },
  };
}

function append(file: string, line: Buffer): void {
  const fd = openToAppend(dirname(file), file);
  try {
    writeAll(fd, line, file);
  } finally {
    closeSync(fd);
  }
}

const keyOf = ({ query, corpusId, k }: Asked): string => JSON.stringify([query, corpusId, k]);

/** Every whole line; one that a crash has cut off is removed, so that the next begins a line. */
function readAnswers(file: string): Map<string, Retrieval> {
  if (!existsSync(file)) return new Map();
  const bytes = readBytes(file, 'retrievals');
  const whole = bytes.lastIndexOf('\n') + 1;
  if (whole < bytes.length) cutFile(dirname(file), file, whole);
  const lines = parseJsonLines(file, bytes.toString('utf8', 0, whole), (row, where) => {
    const { answer, ...asked } = parseLine(row, where);
    return [keyOf(asked), answer as Retrieval] as const;
  });
  return new Map(lines);
}
