/** Addresses of the window: every view of its catalogue, with something to show. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { checkout } from './launch.ts';
import { settled } from './settled.ts';

export interface Place {
  /** Of the file of a picture of it. */
  readonly name: string;
  /** Of its address. */
  readonly hash: string;
}

/** Names of the views, read from the catalogue: a new view is covered without more work. */
export const viewNames: readonly string[] = [
  ...readFileSync(join(checkout, 'renderer/features/index.ts'), 'utf8').matchAll(/\{ name: '([a-z-]+)'/g),
].map(([, name]) => name!);

/** Every view; those of an experiment, run or rollout show the given ones. rollout: n of the step. */
export function places(experiment: string, run: string, step: number, rollout = 0): Place[] {
  const richer: Readonly<Record<string, string>> = {
    live: `#/live/${experiment}`,
    compare: `#/compare?of=${experiment}`,
    rollouts: `#/rollouts/${run}?step=${step}&set=training&n=${rollout}`,
    credit: `#/credit/${run}`,
    reports: `#/reports?of=${experiment}`,
  };
  return [
    ...viewNames.map((name) => ({ name, hash: richer[name] ?? `#/${name}` })),
    { name: 'live-run', hash: `#/live/${run}` },
    { name: 'rollouts-list', hash: `#/rollouts/${experiment}` },
  ];
}

/** Goes to the place and waits until the page is at rest. */
export async function goTo(page: Page, { hash }: Place): Promise<void> {
  await page.goto(new URL(hash, page.url()).href);
  await page.locator('h1').first().waitFor();
  await settled(page);
}

/** Changes the theme with its keyboard shortcut. */
export async function showTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  const shown = page.locator(`:root[data-theme=${theme}]`);
  if ((await shown.count()) === 0) await page.keyboard.press('ControlOrMeta+Shift+L');
  await shown.waitFor({ state: 'attached' });
}
