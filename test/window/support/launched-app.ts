/** The app under test, whichever host it runs on. */
import type { Page } from 'playwright-core';

export interface LaunchedApp {
  /** The window, its first page loaded. */
  readonly page: Page;
  readonly dataFolder: string;
  /** Ends the app as a person would. */
  close(): Promise<void>;
}
