/** Places labels at the line ends: near their line, never overlapping. */

export interface Label {
  readonly id: string;
  /** Height of the line's end in pixels. */
  readonly y: number;
}

export interface PlacedLabel extends Label {
  /** Middle of the text. */
  readonly place: number;
}

/** Labels `gap` pixels apart within [top, bottom], each as near to its line as the others allow. Neighbours that
 *  would overlap form a block around the mean of their line ends. Labels that do not fit are dropped from the end of
 *  the list, so callers put the most important first. */
export function placeLabels(labels: readonly Label[], top: number, bottom: number, gap: number): PlacedLabel[] {
  const room = Math.max(0, Math.floor((bottom - top) / gap) + 1);
  const sorted = labels.slice(0, room).sort((a, b) => a.y - b.y);
  const blocks: { members: Label[]; start: number }[] = [];
  for (const label of sorted) {
    let block = { members: [label], start: clamp(label.y, top, bottom) };
    while (blocks.length > 0 && block.start < endOf(blocks.at(-1)!, gap)) {
      const members = [...blocks.pop()!.members, ...block.members];
      const wished = members.reduce((total, { y }, i) => total + y - i * gap, 0) / members.length;
      block = { members, start: clamp(wished, top, bottom - (members.length - 1) * gap) };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ members, start }) => members.map((label, i) => ({ ...label, place: start + i * gap })));
}

/** Where the next label may stand at the earliest. */
const endOf = ({ members, start }: { members: readonly Label[]; start: number }, gap: number): number =>
  start + members.length * gap;

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
