/** Electron's security list (electronjs.org/docs/latest/tutorial/security), point by point, on the calls that the
 *  shell makes. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, after, test } from 'node:test';
import type { WebPreferences } from 'electron';
import { encodeMessage } from '../../shared/ipc/wire.ts';
import { noChromium } from './support/chromium.ts';
import { checkout } from './support/launch.ts';
import { startStandIn } from './support/stand-in.ts';
import type { StandInApp } from './support/stand-in.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const skip = noChromium;
let app: StandInApp;
let preferences: WebPreferences;

before(async (t) => {
  if (skip) return;
  const home = temporaryFolder(t as never);
  app = await startStandIn({ home, root: checkout, dataFolder: join(home, 'runs') });
  [preferences] = (await app.recorded('BrowserWindow')).map(
    (options) => (options as { webPreferences: WebPreferences }).webPreferences,
  ) as [WebPreferences];
});
after(() => app?.close());

/** Resolves with what is recorded under a name, once something is. */
async function recordedFirst(what: string): Promise<unknown[]> {
  await until(async () => (await app.recorded(what)).length > 0, what);
  return app.recorded(what);
}

const check = (title: string, body: () => void | Promise<void>): void => void test(title, { skip }, body);

check('1, 18: the window loads from app:// alone, never from file:// or a network', async () => {
  assert.deepEqual(await app.recorded('loadURL'), ['app://igpo-lab/']);
  assert.deepEqual(await app.recorded('outside request'), []);
  assert.deepEqual(await app.recorded('schemes'), [
    [{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }],
  ]);
});

check('2, 3, 4: no Node, isolated context, sandbox, for the window and for any other web contents', async () => {
  const { nodeIntegration, contextIsolation, sandbox } = preferences;
  assert.deepEqual(
    { nodeIntegration, contextIsolation, sandbox },
    {
      nodeIntegration: false,
      contextIsolation: true,
      sandbox: true,
    },
  );
  assert.equal((await app.recorded('enableSandbox')).length, 1);
});

check('5: every permission is refused, except copying text from the page itself', async () => {
  const granted = { check: true, request: [true] };
  const refused = { check: false, request: [false] };
  for (const permission of ['geolocation', 'media', 'notifications', 'midi', 'clipboard-read', 'openExternal', 'usb'])
    assert.deepEqual(await app.ask('permission', permission, 'app://igpo-lab/'), refused, permission);
  assert.deepEqual(await app.ask('permission', 'clipboard-sanitized-write', 'app://igpo-lab/'), granted);
  assert.deepEqual(await app.ask('permission', 'clipboard-sanitized-write', 'https://example.org/'), refused);
  assert.deepEqual(await app.ask('permission', 'clipboard-sanitized-write', 'app://igpo-lab.example.org/'), refused);
  assert.equal((await app.recorded('setDevicePermissionHandler')).length, 1);
});

check('6, 8, 9, 10: web security stays on, insecure content and experiments stay off', () => {
  const { webSecurity, allowRunningInsecureContent, experimentalFeatures, enableBlinkFeatures } = preferences;
  assert.notEqual(webSecurity, false);
  assert.deepEqual([allowRunningInsecureContent, experimentalFeatures, enableBlinkFeatures], Array(3).fill(undefined));
});

check('7: every answer carries a policy that allows the window itself and nothing else', async () => {
  for (const url of ['app://igpo-lab/', 'app://igpo-lab/nowhere']) {
    const { headers } = (await app.ask('fetch', 'GET', url)) as { headers: Record<string, string> };
    const policy = headers['content-security-policy'];
    assert.match(policy, /^default-src 'none'; script-src 'self'; /);
    assert.doesNotMatch(policy, /unsafe-eval|https?:|\*/);
    assert.equal(policy.match(/'unsafe-inline'/g)?.length, 1, 'styles alone, which charts set on elements');
  }
  assert.equal(
    await app.page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      return (window as { ran?: boolean }).ran ?? false;
    }),
    false,
    'an inline script does not run',
  );
});

check('11, 12: webviews are off, and one that is created all the same is not attached', async () => {
  assert.equal(preferences.webviewTag, false);
  assert.equal(await app.ask('emit', 'will-attach-webview', {}), true);
});

check('13: the window cannot be led elsewhere, nor a frame in it', async () => {
  for (const url of ['https://example.org/', 'file:///etc/passwd', 'app://elsewhere/', 'app://igpo-lab.example.org/']) {
    assert.equal(await app.ask('emit', 'will-frame-navigate', { url, isMainFrame: true }), true, url);
    assert.equal(await app.ask('emit', 'will-frame-navigate', { url, isMainFrame: false }), true, url);
  }
  assert.equal(await app.ask('emit', 'will-redirect', { url: 'https://example.org/' }), true);
  const report = { url: 'blob:app://igpo-lab/1', isMainFrame: false };
  assert.equal(await app.ask('emit', 'will-frame-navigate', report), false, 'a report in its frame');
  await app.page.evaluate(() => {
    location.href = 'https://example.org/';
  });
  assert.deepEqual(await recordedFirst('navigation denied'), ['https://example.org/']);
  assert.match(app.page.url(), /igpo-lab/);
});

check('14, 15: no window opens; of all links only those to papers reach the browser', async () => {
  await app.page.evaluate(() => {
    window.open('https://example.org/');
  });
  const opened = (await recordedFirst('window opened')) as { action: string }[];
  assert.deepEqual(
    opened.map(({ action }) => action),
    ['deny'],
  );
  assert.deepEqual(await app.recorded('openExternal'), []);
  await app.ask('open', 'https://arxiv.org/abs/2510.14967');
  for (const url of [
    'https://arxiv.org/abs/../login',
    'https://arxiv.org.example.org/abs/1',
    'file:///bin/sh',
    'javascript:1',
  ])
    await app.ask('open', url);
  assert.deepEqual(await app.recorded('openExternal'), ['https://arxiv.org/abs/2510.14967']);
});

check('16: one exact version of Electron', () => {
  const { devDependencies } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  assert.match(devDependencies.electron!, /^\d+\.\d+\.\d+$/);
});

check('17: a frame inside the window has no say', async () => {
  const call = { kind: 'call', id: 1, name: 'presets', input: {} };
  const encoded = Buffer.from(encodeMessage(call)).toString('base64');
  const title = Buffer.from(encodeMessage('Mine')).toString('base64');
  await app.page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.srcdoc = '<p>hostile</p>';
    document.body.append(frame);
  });
  const frame = app.page.frames().find((one) => one !== app.page.mainFrame())!;
  type Line = { electronStandIn(kind: string, channel: string, encoded: string): Promise<string> };
  const pdf = Buffer.from(encodeMessage({ name: 'x.pdf', html: '<p>x' })).toString('base64');
  const answers = await frame.evaluate(
    async ([message, text, asked]) => {
      const line = globalThis as unknown as Line;
      await line.electronStandIn('send', 'to-services', message!);
      return [
        await line.electronStandIn('invoke', 'choose-folder', text!),
        await line.electronStandIn('invoke', 'save-pdf', asked!),
      ];
    },
    [encoded, title, pdf],
  );
  assert.deepEqual(
    answers.map((answer) => Buffer.from(answer, 'base64').toString('utf8', 4)),
    ['null', 'false'],
  );
  assert.deepEqual(await app.recorded('showOpenDialog'), []);
  assert.deepEqual(await app.recorded('showSaveDialog'), []);
  assert.equal(await frame.evaluate(() => 'igpoLab' in window), false);
});

check('20: the page gets four functions and no part of Electron or Node', async () => {
  const seen = await app.page.evaluate(() => ({
    bridge: Object.keys(window.igpoLab!).sort(),
    others: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in window),
  }));
  assert.deepEqual(seen, { bridge: ['chooseFolder', 'receive', 'savePdf', 'send'], others: [] });
});

check('no path leads from app:// to the disk, and nothing but GET is answered', async () => {
  const paths = ['../package.json', '..%2f..%2fpackage.json', '%2e%2e/%2e%2e/package.json', '//etc/passwd', 'assets/'];
  for (const path of paths) {
    const { status, text } = (await app.ask('fetch', 'GET', `app://igpo-lab/${path}`)) as {
      status: number;
      text: string;
    };
    assert.deepEqual({ status, text }, { status: 404, text: 'Not here.' }, path);
  }
  for (const method of ['POST', 'PUT', 'DELETE', 'HEAD'])
    assert.equal(((await app.ask('fetch', method, 'app://igpo-lab/')) as { status: number }).status, 404, method);
  assert.equal(((await app.ask('fetch', 'GET', 'app://elsewhere/')) as { status: number }).status, 404);
});

check(
  'a message that is no call is ignored, a wrong call is refused with a sentence, and the services go on',
  async () => {
    const answers = await app.page.evaluate(async () => {
      const heard: { id: number; kind: string; message?: string }[] = [];
      const bridge = window.igpoLab!;
      const over = new Promise<void>((done) =>
        bridge.receive((message) => {
          if (message.id >= 1e6) heard.push(message as never);
          if (message.id === 1_000_005 && message.kind === 'end') done();
        }),
      );
      for (const wrong of [
        null,
        42,
        'call',
        [],
        { kind: 'call' },
        { kind: 'call', id: -1 },
        { kind: 'cancel', id: 'x' },
      ])
        bridge.send(wrong as never);
      bridge.send({ kind: 'call', id: 1_000_001, name: 'shutdown', input: {} });
      bridge.send({ kind: 'call', id: 1_000_002, name: '__proto__', input: {} });
      bridge.send({ kind: 'call', id: 1_000_003, name: 'readExperiment', input: { experiment: '../../etc' } });
      bridge.send({ kind: 'call', id: 1_000_004, name: 'annotate', input: { ids: ['/etc'], note: 'x' } });
      bridge.send({ kind: 'call', id: 1_000_005, name: 'presets', input: {} });
      await over;
      return heard
        .filter(({ kind }) => kind === 'error')
        .map(({ id, message }) => `${id % 10}: ${message}`)
        .sort();
    });
    assert.deepEqual(
      answers.map((answer) => answer[0]),
      ['1', '2', '3', '4'],
    );
    assert.match(answers[0], /unknown name shutdown/);
    assert.match(answers[2], /\.\.\/\.\.\/etc/);
  },
);
