/** WebGPU against the CPU: training, decoding and every operator, with falling back to the CPU forbidden. It runs in a
 *  child process, because a native abort must not take the tests along. Without an adapter these tests are skipped and
 *  say so; Debian's chromium package brings one in software, SwiftShader. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, test, type TestContext } from 'node:test';
import { openRuntime } from '../../../main/devices/ort-runtime.ts';
import { deviceReport, type DeviceReport } from '../../support/device-report.ts';

const chromium = '/usr/lib/chromium';
const driver = join(chromium, 'vk_swiftshader_icd.json');
/** The dynamic linker reads its path when a process starts: a second reason for a child process. */
const software = existsSync(driver)
  ? { VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: [chromium, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':') }
  : {};

interface Ended {
  readonly stdout: string;
  /** Empty if the child succeeded. */
  readonly problem: string;
}

const report = (environment: Readonly<Record<string, string>>): Promise<Ended> =>
  new Promise((resolve) => {
    const script = join(import.meta.dirname, '../../support/device-report.ts');
    const options = { env: { ...process.env, ...environment }, timeout: 900_000, maxBuffer: 2 ** 26 };
    execFile(process.execPath, [script, 'webgpu'], options, (error, stdout, stderr) =>
      resolve({ stdout, problem: error ? `${error.signal ?? `exit code ${error.code}`}: ${stderr.slice(-2000)}` : '' }),
    );
  });

const noAdapter = /expected a WebGPU adapter[^\n]*/;
let missing: string | undefined;
let gpu: DeviceReport;
let cpu: DeviceReport;

before(async () => {
  const child = report(software);
  cpu = await deviceReport(await openRuntime('cpu', { threads: 1 }));
  const { stdout, problem } = await child;
  missing = noAdapter.exec(problem)?.[0];
  if (missing) return;
  assert.equal(problem, '', `the child process ended with ${problem}`);
  gpu = JSON.parse(stdout) as DeviceReport;
});

/** A test that needs an adapter. */
const testGpu = (title: string, check: () => void) =>
  test(title, (t: TestContext) => (missing ? t.skip(`no WebGPU adapter: ${missing}`) : check()));

testGpu('ten steps of each loss, log-probs, forks and greedy decoding equal the CPU within 1e-4', () => {
  assert.deepEqual(Object.keys(gpu.training), Object.keys(cpu.training));
  for (const [name, numbers] of Object.entries(cpu.training)) {
    assert.equal(gpu.training[name].length, numbers.length, name);
    numbers.forEach((expected, i) => {
      const got = gpu.training[name][i];
      assert.ok(
        Math.abs(got - expected) <= 1e-4 * Math.max(1, Math.abs(expected)),
        `${name}[${i}]: ${got}, cpu ${expected}`,
      );
    });
  }
  const losses = cpu.training['supervised'].filter((_, i) => i % 2 === 0);
  assert.ok(losses.length === 10 && losses[9] < losses[0] / 2, 'the ten steps learned something');
});

testGpu('every operator and its gradient equals the float64 interpreter, and none falls back to the CPU', () => {
  assert.ok(Object.keys(gpu.operators).length > 60);
  for (const [name, error] of Object.entries(gpu.operators)) assert.ok(error < 1e-4, `${name}: ${error}`);
});

testGpu('params stay on the GPU between steps', () => {
  assert.deepEqual(new Set(gpu.places), new Set(['gpu-buffer']));
  assert.deepEqual(new Set(cpu.places), new Set(['cpu']));
});

test('without an adapter the error states that and what to do', { skip: process.platform !== 'linux' }, async () => {
  const { problem } = await report({ VK_ICD_FILENAMES: '/dev/null', VK_DRIVER_FILES: '/dev/null' });
  assert.match(
    problem,
    /device: expected a WebGPU adapter, found none \(.+\) — install a Vulkan driver and its loader \(libvulkan1\), or use device 'cpu'/,
  );
});
