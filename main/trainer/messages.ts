/** Messages between a host and its training process. Everything is plain data. */
import { anyObject, count, list, object, oneOf, text } from '../../shared/util/parser.ts';
import type { Parser } from '../../shared/util/parser.ts';
import type { Metrics } from '../../shared/train/step-metrics.ts';
import type { SessionEnd, SessionReport, SessionRequest } from './session.ts';

export type ToTrainer =
  { readonly kind: 'start'; readonly request: SessionRequest } | { readonly kind: 'pause' | 'resume' | 'stop' };

export type FromTrainer =
  | SessionReport
  | { readonly kind: 'ended'; readonly end: SessionEnd }
  /** The session could not begin; nothing was written. */
  | { readonly kind: 'refused'; readonly message: string };

const metrics: Parser<Metrics> = (value, where) => {
  const given = anyObject(value, where);
  const wrong = Object.keys(given).find((name) => typeof given[name] !== 'number');
  if (wrong !== undefined)
    throw new TypeError(`${where}: expected numbers, got another value of ${wrong.slice(0, 60)}`);
  return given as Metrics;
};
const end: Parser<SessionEnd> = (value, where) =>
  anyObject(value, where).end === 'failed'
    ? object({ end: oneOf(['failed']), message: text })(value, where)
    : object({ end: oneOf(['steps', 'patience', 'budget', 'stopped']), step: count })(value, where);

const messages: { readonly [K in FromTrainer['kind']]: Parser<FromTrainer> } = {
  started: object({ kind: oneOf(['started']), device: text, step: count, damaged: list(text) }),
  step: object({ kind: oneOf(['step']), step: count, metrics }),
  paused: object({ kind: oneOf(['paused']) }),
  continued: object({ kind: oneOf(['continued']) }),
  ended: object({ kind: oneOf(['ended']), end }),
  refused: object({ kind: oneOf(['refused']), message: text }),
};

/** Reads what a training process said: one that went wrong may say anything. Throws a sentence. */
export function parseFromTrainer(message: unknown): FromTrainer {
  const { kind } = anyObject(message, 'message');
  const known = oneOf(Object.keys(messages) as FromTrainer['kind'][])(kind, 'message.kind');
  return messages[known](message, 'message');
}
