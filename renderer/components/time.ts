/** Times as they are shown: relative, with the absolute time on hover. */

const absolute = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium', hour12: false });
const day = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' });

export const absoluteTime = (iso: string): string => absolute.format(new Date(iso));

/** `just now`, `4 min ago`, `3 h ago`, `yesterday`, `12 Mar`. */
export function relativeTime(iso: string, now: number): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  if (seconds < 45) return 'just now';
  if (seconds < 3600) return `${Math.max(1, Math.round(seconds / 60))} min ago`;
  if (seconds < 86400) return `${Math.round(seconds / 3600)} h ago`;
  if (seconds < 2 * 86400) return 'yesterday';
  if (seconds < 14 * 86400) return `${Math.floor(seconds / 86400)} days ago`;
  return day.format(new Date(iso));
}
