/** What pointer, wheel and keys do to a chart: crosshair, zoom, pan, pick. */
import type { ChartGroup } from './chart-group.svelte.ts';
import { within } from '../scene/extent.ts';
import { stepCrosshair } from './keyboard.ts';
import { brushed, panned, wheelFactor, zoomed } from './navigate.ts';
import { positionText, valueText } from '../number-text.ts';
import { pointAt } from './readout.ts';
import type { Reading } from './readout.ts';
import type { Scene } from '../scene/scene.ts';

export interface PointerTarget {
  scene(): Scene;
  group(): ChartGroup;
  pick(x: number, lineId: string): void;
  toggleTable(): void;
}

interface Drag {
  readonly kind: 'brush' | 'pan';
  /** px from the chart's left. */
  readonly from: number;
  readonly to: number;
}

/** Least width in px of a brushed range: less is a click. */
const click = 4;

/** Pixels around a point that belong to it. */
const reach = 24;

const doubleClickMs = 250;

/** In px; a point without a value is marked on the axis. */
function distance({ x, y, box }: Scene, { x: at, value }: Reading, px: number, py: number): number {
  return Math.hypot(x.at(at) - px, (Number.isFinite(value) ? y.at(value) : box.bottom) - py);
}

export function chartPointer(target: PointerTarget) {
  let near = $state<string | null>(null);
  let drag = $state.raw<Drag | null>(null);
  let spoken = $state('');
  let waiting: ReturnType<typeof setTimeout> | undefined;
  /** A click picks a point that is at most this far away, px. */
  let onPoint = false;

  const inBox = (px: number): number => {
    const { left, right } = target.scene().box;
    return Math.max(left, Math.min(right, px));
  };
  const position = (event: MouseEvent): [number, number] => {
    const { left, top } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const show = (range: readonly [number, number]): void => {
    target.group().range = within(range, target.scene().all);
  };
  const zoom = (factor: number): void => {
    const { x, box } = target.scene();
    const { cursor } = target.group();
    show(zoomed(x, cursor === null ? (box.left + box.right) / 2 : inBox(x.at(cursor)), factor));
  };
  const pick = (): void => {
    const { cursor } = target.group();
    if (cursor !== null && near !== null) target.pick(cursor, near);
  };
  /** While zoomed, a click may be the first half of the double click that shows all. */
  const pickUnlessDouble = (): void => {
    clearTimeout(waiting);
    if (target.group().range === null) pick();
    else waiting = setTimeout(pick, doubleClickMs);
  };
  const leave = (): void => {
    target.group().cursor = null;
    near = null;
  };
  const all = (): void => {
    clearTimeout(waiting);
    target.group().range = null;
  };

  const keys: Readonly<Record<string, () => void>> = {
    Escape: () => (target.group().cursor === null ? all() : leave()),
    Enter: pick,
    '0': all,
    '+': () => zoom(0.7),
    '=': () => zoom(0.7),
    '-': () => zoom(1 / 0.7),
    t: () => target.toggleTable(),
    T: () => target.toggleTable(),
  };

  return {
    /** Id of the line under the pointer or crosshair; null is none. */
    get near() {
      return near;
    },
    /** Both ends in px of the range that is being brushed; null is none. */
    get brush(): readonly [number, number] | null {
      return drag?.kind === 'brush' ? [drag.from, drag.to] : null;
    },
    get panning() {
      return drag?.kind === 'pan';
    },
    /** The last value reached by keys, as a sentence. */
    get spoken() {
      return spoken;
    },
    move(event: PointerEvent) {
      const [px, py] = position(event);
      const scene = target.scene();
      if (drag?.kind === 'pan') show(panned(scene.x, drag.to - px));
      if (drag !== null) {
        drag = { ...drag, to: drag.kind === 'pan' ? px : inBox(px) };
        return;
      }
      const outside = px < scene.box.left - click || px > scene.box.right + click;
      const found = outside ? null : pointAt(scene, px, py);
      target.group().cursor = found?.x ?? null;
      near = found?.line.id ?? null;
      onPoint = found !== null && distance(scene, found, px, py) < reach;
    },
    press(event: PointerEvent) {
      const [px] = position(event);
      if (event.button !== 0 || px !== inBox(px)) return;
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      drag = { kind: event.shiftKey ? 'pan' : 'brush', from: px, to: px };
    },
    release() {
      const ended = drag;
      drag = null;
      if (ended?.kind !== 'brush') return;
      if (Math.abs(ended.to - ended.from) < click) {
        if (onPoint) pickUnlessDouble();
      } else show(brushed(target.scene().x, ended.from, ended.to));
    },
    cancel() {
      drag = null;
    },
    leave() {
      if (drag === null) leave();
    },
    all,
    /** Sideways pans. Zooms with Ctrl, by a pinch, or on the focused chart; else the page scrolls. */
    wheel(event: WheelEvent) {
      const { x } = target.scene();
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
      const meant = event.ctrlKey || event.metaKey || event.currentTarget === document.activeElement;
      if (sideways ? target.group().range === null : !meant) return;
      event.preventDefault();
      if (sideways) show(panned(x, event.deltaX));
      else show(zoomed(x, inBox(position(event)[0]), wheelFactor(event.deltaY, event.ctrlKey)));
    },
    key(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const [scene, group] = [target.scene(), target.group()];
      const found = stepCrosshair(scene, { cursor: group.cursor, line: near }, event.key, event.shiftKey);
      const action = keys[event.key];
      if (found === null && action === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      action?.();
      if (found === null) return;
      group.cursor = found.x;
      near = found.line.id;
      spoken = `${scene.xLabel || 'x'} ${positionText(found.x)}, ${found.line.label}: ${valueText(found.value, scene.unit)}`;
      const { x, box } = scene;
      if (found.x < x.domain[0] || found.x > x.domain[1]) show(panned(x, x.at(found.x) - (box.left + box.right) / 2));
    },
  };
}
