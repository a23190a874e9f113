/** The window on each of its hosts. */
import { test } from 'node:test';
import { drivers } from './support/launch.ts';
import { quickstartAndRestart } from './support/quickstart.ts';

for (const driver of drivers)
  test(`${driver.name}: the quickstart starts by one click, points appear, and the next start finds it all`, (t) =>
    driver.skip === false ? quickstartAndRestart(t, driver) : t.skip(driver.skip));
