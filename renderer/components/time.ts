/** Times as they are shown: relative, with the absolute time on hover. What is no time is shown as it was written. */
import { isTime } from '../../shared/util/time.ts';
import { visibleLine } from '../../shared/util/visible-text.ts';

const absolute = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium', hour12: false });
const day = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' });

const mostCharacters = 40;

const noTime = (text: unknown): string => `no time: ${visibleLine(String(text).slice(0, mostCharacters))}`;

export const absoluteTime = (iso: string): string => (isTime(iso) ? absolute.format(new Date(iso)) : noTime(iso));

/** `just now`, `4 min ago`, `3 h ago`, `yesterday`, `12 Mar`. */
export function relativeTime(iso: string, now: number): string {
  if (!isTime(iso)) return noTime(iso);
  const seconds = (now - Date.parse(iso)) / 1000;
  if (seconds < 45) return 'just now';
  if (seconds < 3600) return `${Math.max(1, Math.round(seconds / 60))} min ago`;
  if (seconds < 86400) return `${Math.round(seconds / 3600)} h ago`;
  if (seconds < 2 * 86400) return 'yesterday';
  if (seconds < 14 * 86400) return `${Math.floor(seconds / 86400)} days ago`;
  return day.format(new Date(iso));
}
