/** The web host with one run that `feed.ts` writes. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { openWebHost } from '../../../main/serve/web-host.ts';
import { openApp } from '../../../main/services/app/app.ts';
import type { OwnProcess } from '../../../main/processes/own-process.ts';
import { pagesFolder } from '../../../main/run-folder/installation.ts';
import type { JsonObject } from '../../../shared/util/json.ts';
import { syntheticExperiment } from '../../support/synthetic-runs.ts';
import type { FeedOptions } from './feed.ts';

interface Given {
  readonly dataFolder: string;
  readonly settingsFile: string;
  readonly feed: FeedOptions;
}
const { feed, ...folders } = JSON.parse(process.argv[2]) as Given;

function startFeed(hear: (message: unknown) => void): OwnProcess {
  const child = fork(join(import.meta.dirname, 'feed.ts'), [JSON.stringify(feed)]);
  child.on('message', hear);
  return {
    send: (message) => void child.send(message as object),
    dismiss: () => child.disconnect(),
    kill: () => void child.kill('SIGKILL'),
    ended: new Promise((done) =>
      child.on('exit', (code, signal) => done({ code, signal, complaint: '', refusal: null })),
    ),
  };
}

const app = openApp({ ...folders, startProcess: (_name, _args, hear) => startFeed(hear) });
const experiment = syntheticExperiment('fed', 1);
const asked = { ...experiment, algorithms: experiment.algorithms.slice(0, 1) } as unknown as JsonObject;
await app.handlers.startExperiment({ experiment: asked }, { signal: new AbortController().signal });
const host = await openWebHost({ ...app, pages: pagesFolder, address: '127.0.0.1', port: 0, readOnly: false });
console.log(`IGPO Lab: ${host.url}`);
process.on('SIGTERM', () => {
  void host
    .close()
    .then(() => app.close())
    .then(() => process.exit(0));
});
