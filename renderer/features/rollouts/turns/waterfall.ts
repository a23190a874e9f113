/** Geometry of the belief line: its start and what every turn added or took, in nats or as a probability. */
import { scaleLinear } from 'd3';

export const beliefScales = ['nats', 'probability'] as const;
export type BeliefScale = (typeof beliefScales)[number];

export interface Step {
  /** Turn, from 0. */
  readonly turn: number;
  /** Centre and width of its slot, px. */
  readonly x: number;
  readonly width: number;
  /** Belief before and after, px from the top; null without one. */
  readonly before: number | null;
  readonly after: number | null;
  /** After minus before on the scale shown: nats, or a difference of probabilities; null if unknown. */
  readonly change: number | null;
  /** Nats after it. */
  readonly belief: number | null;
}

export interface Waterfall {
  readonly steps: readonly Step[];
  /** Belief after the prompt alone, px; null if not scored. */
  readonly start: number | null;
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
}

export interface Box {
  /** Left edge of the first slot, px. */
  readonly left: number;
  /** Width of all slots together, px. */
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
}

/** Values of a belief [turns with one] on a scale. */
const onScale = (belief: number, scale: BeliefScale): number => (scale === 'nats' ? belief : Math.exp(belief));

/** The y axis that fits one or more rollouts, so that they can be compared by eye: [lowest, highest] on the scale
 *  shown. In nats from the lowest belief to 0; as a probability from 0 to 1. */
export function beliefDomain(
  beliefs: readonly (ArrayLike<number> | null)[],
  scale: BeliefScale,
): readonly [number, number] {
  if (scale === 'probability') return [0, 1];
  const finite = beliefs.flatMap((belief) => (belief ? Array.from(belief) : [])).filter(Number.isFinite);
  return [Math.min(-1, ...finite), 0];
}

/** belief: [turns with one], index 0 after the prompt alone. turns: K. A belief that is not finite is a gap. */
export function waterfall(
  belief: ArrayLike<number> | null,
  turns: number,
  { left, width, top, bottom }: Box,
  scale: BeliefScale,
  domain: readonly [number, number],
): Waterfall {
  const y = scaleLinear(domain, [bottom, top]);
  const valueAt = (i: number): number | null => {
    const at = belief?.[i];
    return at === undefined || !Number.isFinite(at) ? null : onScale(at, scale);
  };
  const place = (value: number | null): number | null => (value === null ? null : y(value));
  const slot = turns === 0 ? 0 : width / turns;
  const steps = Array.from({ length: turns }, (_, turn): Step => {
    const [before, after] = [valueAt(turn), valueAt(turn + 1)];
    return {
      turn,
      x: left + (turn + 0.5) * slot,
      width: slot,
      before: place(before),
      after: place(after),
      change: before === null || after === null ? null : after - before,
      belief: after === null ? null : belief![turn + 1],
    };
  });
  const ticks = (scale === 'probability' ? [0, 0.5, 1] : y.ticks(3)).map((value) => ({ value, y: y(value) }));
  return { steps, start: place(valueAt(0)), ticks };
}
