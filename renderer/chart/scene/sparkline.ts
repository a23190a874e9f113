/** The shape of a sparkline. */

export interface Sparkline {
  /** SVG path; round caps make a dot of a point between gaps. */
  readonly path: string;
  /** The last finite value; null if there is none. */
  readonly end: readonly [number, number] | null;
}

/** Values from left to right over the whole height less a margin of 2.5 px; equal values lie in the middle. */
export function sparkline(y: ArrayLike<number>, width: number, height: number): Sparkline {
  const values = Array.from(y);
  const finite = values.filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const high = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  const margin = 2.5;
  const px = (value: number) => Math.round(value * 10) / 10;
  const x = (i: number) =>
    px(values.length < 2 ? width / 2 : margin + (i / (values.length - 1)) * (width - 2 * margin));
  const share = (value: number) => (high > low ? (value - low) / (high - low) : 0.5);
  const at = (i: number): [number, number] => [x(i), px(height - margin - share(values[i]) * (height - 2 * margin))];
  let path = '';
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    const [px, py] = at(i);
    const joined = i > 0 && Number.isFinite(values[i - 1]);
    path += joined ? `L${px} ${py}` : `M${px} ${py}`;
    if (!joined && !Number.isFinite(values[i + 1] ?? NaN)) path += 'h0';
  });
  const last = values.findLastIndex(Number.isFinite);
  return { path, end: last === -1 ? null : at(last) };
}
