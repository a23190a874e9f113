/** Light or dark: by choice, else by the system. Remembered in the page, so that a start does not flash. */
const system = matchMedia('(prefers-color-scheme: dark)');
export type ThemeChoice = 'system' | 'light' | 'dark';

let choice = $state<ThemeChoice>(stored());
let systemDark = $state(system.matches);
system.addEventListener('change', () => {
  systemDark = system.matches;
  apply();
});

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

function stored(): ThemeChoice {
  const text = localStorage.getItem('theme');
  return text === 'light' || text === 'dark' ? text : 'system';
}

function apply(): void {
  document.documentElement.dataset.theme = theme.dark ? 'dark' : 'light';
}
apply();
