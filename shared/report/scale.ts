/** Linear scales and round ticks for charts without a library. */

export interface Scale {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  /** Data → pixels. */
  at(value: number): number;
}

/** Ticks at 1, 2 or 5 times a power of ten, about `count` of them, within [low, high]. */
export function roundTicks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((m) => m * power >= rough * (1 - 1e-9)) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** A scale over all finite values, widened to round ends if `nice`. No values give [0, 1];
 *  a single value gets room around it. */
export function linearScale(
  values: readonly number[],
  pixels: readonly [number, number],
  options: { count: number; nice: boolean; include?: readonly number[] },
): Scale {
  const finite = [...values, ...(options.include ?? [])].filter(Number.isFinite);
  let low = finite.reduce((a, b) => Math.min(a, b), Infinity);
  let high = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  if (finite.length === 0) [low, high] = [0, 1];
  if (low === high) {
    const room = low === 0 ? 1 : Math.abs(low) * 0.1;
    [low, high] = [low - room, high + room];
  }
  if (options.nice) {
    const ticks = roundTicks(low, high, options.count);
    const step = ticks.length > 1 ? ticks[1] - ticks[0] : high - low;
    low = Math.floor(low / step + 1e-9) * step;
    high = Math.ceil(high / step - 1e-9) * step;
  }
  return {
    domain: [low, high],
    ticks: roundTicks(low, high, options.count),
    at: (value) => pixels[0] + ((value - low) / (high - low)) * (pixels[1] - pixels[0]),
  };
}
