/** Short messages over the window: what was done, with an undo, or what failed. */
import { visibleText } from '../../shared/util/visible-text.ts';

export interface Notice {
  readonly id: number;
  readonly kind: 'done' | 'error';
  readonly text: string;
  readonly action?: { readonly label: string; run(): void };
}

const shownMs = 8000;
let all = $state.raw<readonly Notice[]>([]);
let next = 1;

export const notices = {
  get all() {
    return all;
  },
  done(text: string, action?: Notice['action']): void {
    const id = add({ kind: 'done', text, ...(action && { action }) });
    setTimeout(() => notices.close(id), shownMs);
  },
  error(text: string): void {
    add({ kind: 'error', text });
  },
  close(id: number): void {
    all = all.filter((notice) => notice.id !== id);
  },
};

function add(notice: Omit<Notice, 'id'>): number {
  const id = next++;
  all = [...all.slice(-3), { id, ...notice, text: visibleText(notice.text) }];
  return id;
}

/** Runs an action and shows its error, if it fails, as a notice. Returns whether it succeeded. */
export async function attempt(action: () => Promise<unknown>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    notices.error((error as Error).message);
    return false;
  }
}
