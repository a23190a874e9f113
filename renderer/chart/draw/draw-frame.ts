/** Everything around and across the lines that changes only with the axes: tick texts, units, marks, gaps. */
import type { Colours } from './colours.ts';
import { gapMarks } from '../scene/gaps.ts';
import type { Pen } from './pen.ts';
import type { Scene } from '../scene/scene.ts';
import { hasUnitText } from '../scene/scene.ts';

export function drawFrame(scene: Scene, pen: Pen, colours: Colours): void {
  const { box, x, y, unit, xLabel, marks } = scene;
  const soft = { colour: colours.of('--soft') };
  y.ticks.forEach((tick, i) => pen.text(box.left - 7, y.at(tick) + 4, y.tickTexts[i], { ...soft, anchor: 'end' }));
  pen.rect(box.left, box.bottom, box.right - box.left, 1, colours.of('--faint'), 0.6);
  x.ticks.forEach((tick, i) => {
    pen.rect(Math.round(x.at(tick)), box.bottom, 1, 4, colours.of('--faint'), 0.6);
    pen.text(x.at(tick), box.bottom + 16, x.tickTexts[i], { ...soft, anchor: 'middle' });
  });
  const middle = (box.left + box.right) / 2;
  if (xLabel !== '') pen.text(middle, box.bottom + 31, xLabel, { ...soft, anchor: 'middle' });
  if (hasUnitText(unit)) pen.text(11, (box.top + box.bottom) / 2, unit, { ...soft, anchor: 'middle', upwards: true });
  for (const mark of marks) {
    const at = Math.round(x.at(mark.x));
    if (at < box.left || at > box.right) continue;
    const line = { colour: colours.of(mark.colour ?? '--faint'), width: 1, dash: [1, 3] };
    pen.polyline([at + 0.5, at + 0.5], [box.top, box.bottom], line);
    pen.rect(at - 1, box.bottom - 5, 3, 9, line.colour);
  }
  drawGaps(scene, pen, colours);
}

/** One cross per pixel and colour, on the axis. */
function drawGaps({ box, x, y, lines }: Scene, pen: Pen, colours: Colours): void {
  const drawn = new Set<string>();
  for (const gap of gapMarks(lines, y.kind)) {
    const at = Math.round(x.at(gap.x));
    if (!(at >= box.left && at <= box.right) || drawn.has(`${at}${gap.colour}`)) continue;
    drawn.add(`${at}${gap.colour}`);
    const stroke = { colour: colours.of(gap.colour), width: 1.25 };
    pen.polyline(
      [at - 2.5, at + 2.5, NaN, at - 2.5, at + 2.5],
      [box.bottom - 2, box.bottom + 3, NaN, box.bottom + 3, box.bottom - 2],
      stroke,
    );
  }
}
