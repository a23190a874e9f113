/** Which hop of its question each turn of a rollout resolved. */
import type { Question } from '../data/question.ts';
import type { Rollout } from '../record/rollout.ts';

/** [turns] the hop, from 0, whose supporting passage the turn's search was the first to find, if all hops before had
 *  been found; null for a search that resolved none; undefined for a turn without a search. Null instead of a list
 *  where the data does not say which passages support the answer. */
export function resolvedHops(
  { turns }: Pick<Rollout, 'turns'>,
  { supporting }: Pick<Question, 'supporting'>,
): (number | null | undefined)[] | null {
  if (supporting === null) return null;
  const found = new Set<string>();
  return turns.map(({ retrieval }) => {
    if (retrieval === null) return undefined;
    const missing = supporting.findIndex((id) => !found.has(id));
    for (const { passage } of retrieval.passages) found.add(passage.id);
    return missing >= 0 && found.has(supporting[missing]) ? missing : null;
  });
}
