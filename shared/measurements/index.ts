/** The measurements, by name. One line adds one. They are made in this order. */
import { suggestion } from '../util/text.ts';
import { belief } from './belief.ts';
import type { Measurement } from './measurement.ts';
import { randomEvidence } from './random-evidence.ts';
import { referenceAnswers } from './reference-answers.ts';
import { referenceLogProb } from './reference-log-prob.ts';

export const measurements: readonly Measurement[] = [belief, referenceLogProb, referenceAnswers, randomEvidence];

/** The measurements of these names, each once, in the order of the catalogue. Throws RangeError for a name that none
 *  has. */
export function measurementsNamed(names: Iterable<string>): Measurement[] {
  const wanted = new Set(names);
  const known = measurements.map(({ name }) => name);
  for (const name of wanted)
    if (!known.includes(name))
      throw new RangeError(`measurements: expected the name of a measurement, got ${name}${suggestion(name, known)}`);
  return measurements.filter(({ name }) => wanted.has(name));
}
