import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tagProtocol } from '../../../shared/rollout/protocols/tags.ts';
import {
  evidenceTranscript,
  type EvidenceOptions,
  type Transcript,
} from '../../../shared/warm-start/demonstrations.ts';
import { stream } from '../../../shared/util/rng.ts';
import { worldTokenizer } from '../../../shared/questions/world.ts';
import { graded } from '../../../shared/worlds/graded.ts';
import { valuesOf } from '../../support/world-values.ts';

const world = graded.create(valuesOf('graded', { hops: 3, minHops: 3 }));
const tools = { tokenizer: worldTokenizer, protocol: tagProtocol(worldTokenizer) };
const faultless: EvidenceOptions = {
  actionWeight: 0,
  passageWeight: 0,
  wrong: 0,
  repeated: 0,
  lookalike: 0,
  misread: 0,
  early: 0,
  hasty: 0,
  shuffled: 0,
};

const cases = Array.from({ length: 40 }, (_, index) => {
  const { question, facts } = world.question(1, 'train', index);
  return { question, facts, index };
});
const write = (index: number, options: Partial<EvidenceOptions>): Transcript =>
  evidenceTranscript(
    world.question(1, 'train', index),
    world.universe(1, 'train', index),
    { ...faultless, ...options },
    stream(1, 'test', 0, index),
    tools,
  );
const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1].trim());
const thoughts = ({ tokens }: Transcript) => matches(worldTokenizer.decode(tokens), /<think>(.*?)<\/think>/g);
const queries = ({ tokens }: Transcript) => matches(worldTokenizer.decode(tokens), /<search>(.*?)<\/search>/g);
const taught = ({ tokens, weight }: Transcript) => worldTokenizer.decode(tokens.filter((_, t) => weight[t] > 0));

test('evidenceTranscript without mistakes asks every hop and states after each how far the chain is resolved', () => {
  for (const { facts, index } of cases) {
    const transcript = write(index, {});
    const [a, b, c] = facts;
    assert.deepEqual(
      queries(transcript),
      facts.map(({ relation, subject }) => `${relation} of ${subject}`),
    );
    assert.deepEqual(thoughts(transcript).slice(0, 3), [
      `Start with ${a.subject}`,
      `the ${a.relation} is ${a.object}`,
      `the ${b.relation} is ${b.object}`,
    ]);
    assert.equal(taught(transcript), [a.subject, a.relation, a.object, b.relation, b.object, c.object].join(' '));
  }
});

test('a lookalike asks about an entity off the path, and the next thought repeats the one before', () => {
  for (const { facts, index } of cases) {
    const transcript = write(index, { wrong: 1, lookalike: 1 });
    const relations = facts.map(({ relation }) => relation);
    const path = facts.map(({ relation, subject }) => `${relation} of ${subject}`);
    for (const query of queries(transcript)) {
      assert.ok(relations.includes(query.split(' ')[0]), query);
      assert.ok(!path.includes(query), query);
    }
    // Where a passage off the path happens to be none of the three that are needed, nothing is resolved.
    const asked = queries(transcript).map((query) => query.split(' ').at(-1));
    if (!asked.includes(facts[0].subject))
      for (const thought of thoughts(transcript).slice(0, -1)) assert.equal(thought, `Start with ${facts[0].subject}`);
  }
});

test('a misread names an entity that was not resolved, asks about it, and has no weight', () => {
  let misreads = 0;
  for (const { facts, index } of cases) {
    const transcript = write(index, { misread: 1 });
    const said = thoughts(transcript);
    queries(transcript).forEach((query, turn) => {
      const subject = query.split(' ').at(-1)!;
      assert.ok(
        said[turn].endsWith(` ${subject}`) || facts.some((fact) => fact.subject === subject),
        `${said[turn]} · ${query}`,
      );
      if (facts.some((fact) => fact.subject === subject)) return;
      misreads++;
      const words = taught(transcript).split(' ');
      assert.ok(!words.includes(subject), `${subject} is taught in ${words.join(' ')}`);
    });
  }
  assert.ok(misreads > 40, `expected most questions to have a misread, got ${misreads} turns`);
});

test('useless turns also follow the complete chain, with at most two turns more than hops', () => {
  const counts = cases.map(({ index }) => queries(write(index, { wrong: 0.4, repeated: 1 })).length);
  assert.ok(
    counts.every((count) => count >= 3 && count <= 5),
    counts.join(' '),
  );
  assert.ok(counts.includes(5));
});

test('early evidence ends before the chain is complete, and the ground truth is still taught', () => {
  for (const { question, index } of cases) {
    const transcript = write(index, { early: 1 });
    assert.deepEqual(queries(transcript), []);
    assert.equal(taught(transcript), question.groundTruth[0]);
  }
});

test('hasty evidence ends after the first useless turn, a repeated query included, and never after a hop', () => {
  for (const { facts, index } of cases) {
    const path = facts.map(({ relation, subject }) => `${relation} of ${subject}`);
    const asked = queries(write(index, { wrong: 0.5, lookalike: 1, hasty: 1 }));
    const strays = asked.filter((query) => !path.includes(query));
    assert.ok(strays.length <= 1, asked.join(' · '));
    if (strays.length === 1) assert.equal(asked.at(-1), strays[0]);
    else assert.deepEqual(asked, path);
    const again = queries(write(index, { wrong: 0.5, repeated: 1, hasty: 1 }));
    const repeat = again.findIndex((query, i) => again.indexOf(query) < i);
    if (repeat >= 0) assert.equal(repeat, again.length - 1, again.join(' · '));
  }
});

test('an ideal reader’s belief is the target: nearly certain after the whole chain, spread out before', () => {
  for (const { question, index } of cases) {
    const universe = world.universe(1, 'train', index);
    const asked = world.question(1, 'train', index);
    const posterior = (read: ReadonlySet<string>) => world.posterior(asked, universe, read);
    const writeWith = (options: Partial<EvidenceOptions>) =>
      evidenceTranscript(asked, universe, { ...faultless, ...options }, stream(1, 'test', 0, index), tools, posterior);
    const [truth] = worldTokenizer.encode(question.groundTruth[0]);
    const belief = ({ soft, tokens }: Transcript) => {
      assert.equal(soft!.size, 1);
      const [[position, shares]] = soft!;
      assert.equal(tokens[position], truth);
      return shares.get(truth)!;
    };
    assert.ok(belief(writeWith({})) > 1 - 1e-9);
    assert.ok(belief(writeWith({ early: 1 })) < 0.5); // answered at once
  }
});
