/** The window's last place, kept in a small file and fitted to a display that still exists. */
import { existsSync } from 'node:fs';
import { readText } from '../files/read.ts';
import { count, finite, flag, object } from '../../shared/util/parser.ts';
import { saveFile } from '../files/write.ts';

/** In device-independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Place {
  readonly bounds: Bounds;
  readonly maximised: boolean;
}

const parsePlace = object({
  bounds: object({ x: finite, y: finite, width: count, height: count }),
  maximised: flag,
});

/** Null if there is no file or it cannot be read. */
export function readPlace(file: string): Place | null {
  if (!existsSync(file)) return null;
  try {
    return parsePlace(JSON.parse(readText(file, 'settings', 'follow')), file);
  } catch {
    return null; // not worth a message: the window opens where a first one would
  }
}

export const savePlace = (file: string, place: Place): void =>
  saveFile(file, Buffer.from(`${JSON.stringify(place)}\n`));

/** The bounds, fitted to the display that they overlap most; null if they overlap none. areas: the part of each display
 *  that windows may cover. */
export function fit(bounds: Bounds, areas: readonly Bounds[]): Bounds | null {
  const [best] = areas
    .map((area) => ({ area, shared: overlap(bounds, area) }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared);
  if (!best) return null;
  const { area } = best;
  const width = Math.min(bounds.width, area.width);
  const height = Math.min(bounds.height, area.height);
  const within = (at: number, from: number, room: number): number => Math.min(Math.max(at, from), from + room);
  return {
    x: within(bounds.x, area.x, area.width - width),
    y: within(bounds.y, area.y, area.height - height),
    width,
    height,
  };
}

const overlap = (a: Bounds, b: Bounds): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));
