/** The agent loop, for all groups of a step at once: each turn is one call to sample, one to retrieve and one to
 *  append, and one to score forks where a measurement has some. Ground truth is scored as a fork of the calls that
 *  append anyway, with the first accepted answer (as the official code does, GuoqingWang1/IGPO generation.py). */
import type { Values } from '../config/parameter.ts';
import type { retrieverParameters, rolloutParameters } from '../config/sections.ts';
import type { Corpus } from '../data/passage.ts';
import type { Task } from '../data/task.ts';
import type { Sampler } from '../model/sampler.ts';
import type { Retriever } from '../retrievers/retriever.ts';
import type { Retrieval } from '../data/retrieval.ts';
import { mean } from '../util/math.ts';
import type { Rng } from '../util/rng.ts';
import { addGiven, addMessage, amendTurn, begunMessage, finished, stop, takeOver } from './draft.ts';
import type { Draft } from './draft.ts';
import type { Fork, ForkMeasurement } from './fork-measurement.ts';
import type { Protocol } from './protocol.ts';
import type { WorkingRollout } from './working-rollout.ts';

/** Of `rollout` and `retriever` in the run's config. */
export type RolloutOptions = Omit<Values<typeof rolloutParameters>, 'groupSize' | 'questionsPerStep'> &
  Values<typeof retrieverParameters>;

export interface Environment {
  readonly sampler: Sampler;
  readonly retriever: Retriever;
  readonly protocol: Protocol;
}

export interface Batch {
  /** What the ids of its groups begin with: the step, in evaluations `<step>/<split>`. */
  readonly name: string;
  readonly tasks: readonly Task[];
  /** Number of the first task's group, where a batch is a part of a larger one. */
  readonly firstGroup: number;
  readonly groupSize: number;
  /** Record the belief after the prompt and after every response: costs the fork's tokens each time, no extra pass. */
  readonly scoreGroundTruth: boolean;
  /** Forks to score before each response; they need `scoreGroundTruth`. Optional: without it none are scored. */
  readonly forkMeasurements?: readonly ForkMeasurement[];
  /** The generator of one rollout, from its coordinates alone: a rollout does not depend on its batch. */
  rng(group: number, member: number): Rng;
}

/** `groupSize` rollouts of every question, [tasks][G].
 *  A turn ends the rollout when it answers (`answered`), when its message or the rollout has no tokens left
 *  (`maxTokens`), when it is turn `maxTurns` and only searched (`maxTurns`; its response and belief are recorded), or
 *  when its message has no action or its retrieval fails (`error`: data on the rollout, its group goes on). Throws
 *  RangeError where a prompt leaves no room to say anything. */
export async function rollOut(
  batch: Batch,
  environment: Environment,
  options: RolloutOptions,
): Promise<WorkingRollout[][]> {
  const { groupSize } = batch;
  const members = batch.tasks.flatMap((_, task) =>
    Array.from({ length: groupSize }, (_, member) => ({ task, member })),
  );
  const rollouts = await rollOutMembers(members, batch, environment, options);
  return batch.tasks.map((_, i) => rollouts.slice(i * groupSize, (i + 1) * groupSize));
}

/** A rollout to make. `from`: the rollout of the same task that it branches off from, and after how many tokens; they
 *  end before a message or after its thought. */
export interface Member {
  readonly task: number;
  readonly member: number;
  readonly from?: { readonly rollout: WorkingRollout; readonly tokens: number };
}

/** The rollouts of these members, in their order. A branch keeps the copied part as it is, beliefs included, and then
 *  goes on like any rollout. Ends and throws as `rollOut`. */
export async function rollOutMembers(
  members: readonly Member[],
  batch: Batch,
  environment: Environment,
  options: RolloutOptions,
): Promise<WorkingRollout[]> {
  const { sampler } = environment;
  const drafts = startDrafts(members, batch, environment, options);
  let active = drafts;
  try {
    await read(
      active.map((draft) => ({ draft, tokens: Int32Array.from(draft.tokens) })),
      sampler,
    );
    while (active.length > 0) {
      await speak(active, environment, options);
      const asking = active.filter((draft) => draft.stopReason === null);
      await search(asking, environment, options);
      await respond(asking, environment, options);
      for (const draft of active)
        if (draft.stopReason === null && draft.turns.length === options.maxTurns) stop(draft, 'maxTurns');
      const done = active.filter((draft) => draft.stopReason !== null);
      sampler.release(done.map((draft) => draft.row));
      active = active.filter((draft) => draft.stopReason === null);
    }
  } finally {
    sampler.release(active.map((draft) => draft.row));
  }
  return drafts.map((draft) => finished(draft));
}

/** One draft per member, with its prompt or its copied part. */
function startDrafts(
  members: readonly Member[],
  batch: Batch,
  { sampler, protocol }: Environment,
  options: RolloutOptions,
): Draft[] {
  const measurements = batch.forkMeasurements ?? [];
  const prepared = batch.tasks.map(({ question, corpus }) => {
    const prompt = protocol.prompt(question);
    const fork = batch.scoreGroundTruth ? protocol.groundTruthFork(question.groundTruth[0], options.wrapper) : null;
    const room = (fork?.tokens.length ?? 0) + Math.max(0, ...measurements.map((one) => one.room));
    const limit = Math.min(options.maxTokens, sampler.maxLength - room);
    if (prompt.length >= limit)
      throw new RangeError(
        `rollOut: expected the prompt of question ${question.id} to be shorter than ${limit} tokens, got ${prompt.length} — raise maxTokens or use a policy with a longer context`,
      );
    return { question, corpus, prompt, fork, limit };
  });
  const rows = sampler.start(members.length);
  return members.map(({ task, member, from }, i) => {
    const group = batch.firstGroup + task;
    const { question, corpus, prompt, fork, limit } = prepared[task];
    const draft: Draft = {
      ...{
        question,
        corpus,
        groupId: `${batch.name}/${group}`,
        group,
        member,
        rng: batch.rng(group, member),
        row: rows[i],
        fork,
        limit,
      },
      promptLength: prompt.length,
      ...(from && { grownFrom: { member: from.rollout.member, tokens: from.tokens } }),
      ...{ tokens: [], mask: [], logProb: [], entropy: [], turns: [], groundTruthLogProb: [] },
      value: sampler.critic ? [] : null,
      measuring: measurements.map(({ name, forksOf }) => ({
        ...{ name, forks: forksOf({ question, corpus, group }), results: [] },
      })),
      ...{ messageStart: null, wellFormed: true, stopReason: null, answer: null, error: null },
    };
    if (from) takeOver(draft, from.rollout, from.tokens);
    else addGiven(draft, prompt);
    return draft;
  });
}

/** The policy reads given tokens; the same call scores the belief after them. */
async function read(given: readonly { draft: Draft; tokens: Int32Array }[], sampler: Sampler): Promise<void> {
  if (given.length === 0) return;
  const scored = await sampler.append(
    given.map(({ draft: { row, fork, groundTruthLogProb, turns }, tokens }) =>
      fork && groundTruthLogProb.length <= turns.length // a branch has copied the belief there
        ? { row, tokens, fork: fork.tokens.subarray(0, fork.span.end), forkFrom: fork.span.start }
        : { row, tokens },
    ),
  );
  given.forEach(({ draft }, i) => {
    const forkLogProb = scored[i];
    if (forkLogProb) draft.groundTruthLogProb.push(forkLogProb);
  });
}

/** Every rollout writes one message. Those that answer, run out of tokens or have no action stop. */
async function speak(
  drafts: readonly Draft[],
  { sampler, protocol }: Environment,
  options: RolloutOptions,
): Promise<void> {
  const begun = drafts.map(begunMessage);
  const requests = drafts.map(({ row, rng, limit, tokens }, i) => ({
    row,
    rng,
    maxTokens: Math.min(options.maxMessageTokens - begun[i].length, limit - tokens.length),
  }));
  const { temperature, topP } = options;
  const messages = await sampler.sample(requests, { temperature, topP, stops: protocol.stops });
  drafts.forEach((draft, i) => {
    const message = protocol.parse([...begun[i], ...messages[i].tokens]);
    addMessage(draft, messages[i], message);
    if (message.answer !== null) {
      draft.answer = message.answer;
      stop(draft, 'answered');
    } else if (!messages[i].stopped) stop(draft, 'maxTokens');
    else if (message.query === null)
      stop(draft, 'error', `turn ${draft.turns.length}: expected a query or an answer, got a message with neither`);
  });
}

/** One retrieval for each rollout that searches; a rollout whose query fails stops. */
async function search(drafts: readonly Draft[], { retriever }: Environment, options: RolloutOptions): Promise<void> {
  if (drafts.length === 0) return;
  const queries = drafts.map((draft) => ({ query: draft.turns.at(-1)!.query!, corpus: draft.corpus }));
  const retrievals = await retrieveEach(retriever, queries, options.passages);
  drafts.forEach((draft, i) => {
    const retrieval = retrievals[i];
    if (retrieval instanceof Error)
      stop(draft, 'error', `turn ${draft.turns.length}: retrieval failed: ${retrieval.message}`);
    else amendTurn(draft, { retrieval });
  });
}

/** All queries in one call; if that fails they are asked one by one, so that only the rollouts at fault end. */
async function retrieveEach(
  retriever: Retriever,
  queries: readonly { query: string; corpus: Corpus }[],
  k: number,
): Promise<(Retrieval | Error)[]> {
  try {
    return await retriever.retrieve(queries, k);
  } catch (cause) {
    if (queries.length === 1) return [cause instanceof Error ? cause : new Error(String(cause))];
    const alone = await Promise.all(queries.map((query) => retrieveEach(retriever, [query], k)));
    return alone.flat();
  }
}

/** Measures the forks, then reads the retrieved passages and scores the belief after them. A rollout with no room left
 *  to go on stops. */
async function respond(
  drafts: readonly Draft[],
  { sampler, protocol }: Environment,
  options: RolloutOptions,
): Promise<void> {
  const given: { draft: Draft; tokens: Int32Array; forks: (readonly Fork[])[] }[] = [];
  const response = (passages: Retrieval['passages']) => protocol.response(passages, mostResponse(options));
  for (const draft of drafts) {
    if (draft.stopReason !== null) continue;
    try {
      const found = draft.turns.at(-1)!.retrieval!;
      const tokens = response(found.passages);
      if (draft.tokens.length + tokens.length < draft.limit)
        given.push({
          ...{ draft, tokens },
          forks: draft.measuring.map(({ forks }) => forks({ found, groundTruth: draft.fork!, response })),
        });
      else stop(draft, 'maxTokens');
    } catch (cause) {
      stop(
        draft,
        'error',
        `turn ${draft.turns.length}: the response could not be written: ${(cause as Error).message}`,
      );
    }
  }
  await measure(given, sampler);
  for (const { draft, tokens } of given) amendTurn(draft, { response: addGiven(draft, tokens) });
  await read(given, sampler);
}

/** Scores the forks of every measurement, all in one call. forks: by measurement, in the draft's order. */
async function measure(
  given: readonly { draft: Draft; forks: readonly (readonly Fork[])[] }[],
  sampler: Sampler,
): Promise<void> {
  const requests = given.flatMap(({ draft: { row }, forks }) => forks.flat().map((fork) => ({ row, ...fork })));
  const scores = (requests.length > 0 ? await sampler.score(requests) : []).values();
  for (const { draft, forks } of given)
    draft.measuring.forEach(({ results }, m) =>
      results.push(Float64Array.from(forks[m], () => mean(scores.next().value!))),
    );
}

/** Most tokens of a response: one as long as a whole rollout ends it. */
export const mostResponse = ({
  maxResponseTokens,
  maxTokens,
}: Pick<RolloutOptions, 'maxResponseTokens' | 'maxTokens'>): number => Math.min(maxResponseTokens, maxTokens);
