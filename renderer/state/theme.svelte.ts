/** Light or dark: by choice, else by the system. Remembered in the page, so that a start does not flash. */
export type ThemeChoice = 'system' | 'light' | 'dark';

let choice = $state<ThemeChoice>('system');
let systemDark = $state(false);

export const theme = {
  get choice(): ThemeChoice {
    return choice;
  },
  /** Whether dark is shown. */
  get dark(): boolean {
    return choice === 'system' ? systemDark : choice === 'dark';
  },
  set(next: ThemeChoice): void {
    choice = next;
    localStorage.setItem('theme', next);
    apply();
  },
};

/** Shows the remembered theme and follows the system's; call it once, before anything is shown. */
export function followSystemTheme(): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const follow = (): void => {
    systemDark = system.matches;
    apply();
  };
  choice = stored();
  follow();
  system.addEventListener('change', follow);
}

function stored(): ThemeChoice {
  const text = localStorage.getItem('theme');
  return text === 'light' || text === 'dark' ? text : 'system';
}

function apply(): void {
  document.documentElement.dataset.theme = theme.dark ? 'dark' : 'light';
}
