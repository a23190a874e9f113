/** `igpo-lab doctor`: what this machine offers for training. */
import { existsSync, statfsSync } from 'node:fs';
import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import { dirname, resolve } from 'node:path';
import { devices } from '../../../shared/config/sections.ts';
import { codeVersion } from '../../services/runs/code-version.ts';
import { tryDevice } from '../../devices/try-device.ts';
import type { Probe } from '../../devices/probe.ts';
import { expectWords, jsonOption, runsOption } from '../command.ts';
import type { Command } from '../command.ts';
import { print, printJson } from '../../terminal/print.ts';
import { columns, wrap } from '../text.ts';

export const doctor: Command = {
  name: 'doctor',
  arguments: '',
  summary: 'Say what this machine offers: devices (each is tried), cores, memory, disk.',
  options: { runs: runsOption, json: jsonOption },
  async run(args) {
    expectWords(doctor, args, 0);
    const machine = facts(args.text('runs') ?? 'runs');
    const tried: { device: string; probe: Probe }[] = [];
    // in turn: each try needs the whole machine
    for (const device of devices) tried.push({ device, probe: await tryDevice(device) });
    if (args.flag('json')) printJson({ ...machine, devices: tried });
    else print(...describe(machine, tried));
    return tried.some(({ probe }) => 'gigaflops' in probe) ? 0 : 1;
  },
};

interface Facts {
  readonly version: string;
  readonly node: string;
  readonly cores: number;
  readonly processor: string;
  /** Bytes. */
  readonly memory: { readonly total: number; readonly free: number };
  /** Bytes, on the disk of the runs. */
  readonly diskFree: number;
}

function facts(runs: string): Facts {
  const disk = statfsSync(existing(resolve(runs)));
  return {
    version: codeVersion(),
    node: process.version,
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    memory: { total: totalmem(), free: freemem() },
    diskFree: disk.bavail * disk.bsize,
  };
}

/** The folder, or the nearest one above it that exists. */
const existing = (folder: string): string => (existsSync(folder) ? folder : existing(dirname(folder)));

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

function describe(machine: Facts, tried: readonly { device: string; probe: Probe }[]): string[] {
  return [
    ...columns([
      ['igpo-lab', machine.version],
      ['node', machine.node],
      ['processor', `${machine.processor}, ${machine.cores} cores`],
      ['memory', `${gigabytes(machine.memory.total)}, ${gigabytes(machine.memory.free)} free`],
      ['disk', `${gigabytes(machine.diskFree)} free`],
    ]),
    '',
    ...tried.flatMap(({ device, probe }) =>
      'problem' in probe
        ? wrap(`✗ ${device}: ${probe.problem}`, 99)
        : [
            `✓ ${device}: ${probe.description}, ${probe.gigaflops.toFixed(0)} GFLOP/s (product of two 512 × 512 matrices)`,
          ],
    ),
  ];
}
