/** One colour and dash pattern per algorithm of a comparison, in the order in which its experiment names them: the
 *  same in every chart, table and chip, and in the report. */

export interface SeriesStyle {
  /** Custom property that holds the colour. */
  readonly colour: string;
  /** Canvas line dash; empty for a solid line. */
  readonly dash: readonly number[];
}

const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [9, 3, 2, 3], [14, 4], [4, 2, 1, 2]];
const colours = 6;

/** After six, colours repeat with the next dash pattern: 36 styles before two look alike. */
export function seriesStyle(index: number): SeriesStyle {
  const round = Math.floor(index / colours);
  return { colour: `--s${index % colours}`, dash: dashes[(index + round) % dashes.length] };
}

/** Styles by label, in the order of the labels' first appearance. */
export function seriesStyles(labels: Iterable<string>): ReadonlyMap<string, SeriesStyle> {
  return new Map([...new Set(labels)].map((label, i) => [label, seriesStyle(i)]));
}
