/** The secret by which the web host knows this browser: from the link, kept for reloads and further tabs. */
import { sessionPath, tokenName } from '../../shared/ipc/session.ts';

/** In the storage of this page's own address and port, unlike a cookie. */
const key = 'session';

export const storedSession = (): string | null => localStorage.getItem(key);
export const forgetSession = (): void => localStorage.removeItem(key);

/** Takes the token out of the address and the history, and exchanges it for the session. A link that was used changes
 *  nothing: this browser may have a session already. */
export async function openSession(): Promise<void> {
  const { searchParams, hash } = new URL(location.href);
  const token = searchParams.get(tokenName);
  if (token === null) return;
  history.replaceState(null, '', `/${hash}`);
  const answer = await fetch(sessionPath, { method: 'POST', ...bearing(token) }).catch(() => null);
  if (answer?.ok) localStorage.setItem(key, await answer.text());
}

/** Whether the host knows the session; null when it does not answer. */
export async function isKnown(session: string): Promise<boolean | null> {
  const answer = await fetch(sessionPath, bearing(session)).catch(() => null);
  return answer && answer.ok;
}

const bearing = (secret: string): RequestInit => ({
  headers: { Authorization: `Bearer ${secret}` },
  cache: 'no-store',
});
