/** Every available command, by name and by key: the palette lists them, shortcuts run them. */
import { untrack } from 'svelte';

export interface Command {
  /** As the palette shows it. */
  readonly title: string;
  /** Its heading in the palette. */
  readonly group: string;
  /** `mod+k`, `j`, `shift+x`; none where it has no shortcut. */
  readonly keys?: string;
  /** Also runs while a text field has the focus. */
  readonly inText?: boolean;
  run(): void;
}

const sources = new Set<() => readonly Command[]>();
let version = $state(0);
let palette = $state(false);
let help = $state(false);

export const commands = {
  /** Later offers come first and win if two have the same key: they belong to what is on top. */
  get all(): readonly Command[] {
    void version;
    return [...sources].reverse().flatMap((source) => source());
  },
  get paletteShown() {
    return palette;
  },
  set paletteShown(shown: boolean) {
    palette = shown;
  },
  get helpShown() {
    return help;
  },
  set helpShown(shown: boolean) {
    help = shown;
  },
  openPalette(): void {
    palette = true;
  },
};

/** Offers commands for as long as a component exists; call it while it is set up. The source may read reactive
 *  values. */
export function offer(source: () => readonly Command[]): void {
  $effect(() => {
    sources.add(source);
    untrack(() => version++);
    return () => {
      sources.delete(source);
      version++;
    };
  });
}

/** Runs the command of a shortcut; false if there is none. */
export function runKeys(keys: string, inText: boolean): boolean {
  const command = commands.all.find((one) => one.keys === keys && (!inText || one.inText));
  command?.run();
  return command !== undefined;
}
