/** Light or dark: as the settings say, else as the system does. Remembered in the page, so that a start does not flash. */
const dark = matchMedia('(prefers-color-scheme: dark)');
let choice = $state<'system' | 'light' | 'dark'>(
  (localStorage.getItem('theme') as 'light' | 'dark' | null) ?? 'system',
);

export const theme = {
  get choice() {
    return choice;
  },
  set(next: 'system' | 'light' | 'dark'): void {
    choice = next;
    localStorage.setItem('theme', next);
    apply();
  },
};

function apply(): void {
  document.documentElement.dataset.theme = choice === 'system' ? (dark.matches ? 'dark' : 'light') : choice;
}
dark.addEventListener('change', apply);
apply();
