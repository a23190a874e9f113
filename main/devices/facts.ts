/** Facts about each device, by its name in `config.device`. Nothing else in the app depends on the name of a device. */
import type { Device } from '../../shared/config/sections.ts';

export interface DeviceFacts {
  /** In sentences. */
  readonly title: string;
  /** onnxruntime's name. */
  readonly executionProvider: 'cpu' | 'webgpu';
  /** Where variables live: `host` arrays are written in place by runs, `device` buffers are replaced by those that a
   *  run returns. */
  readonly variables: 'host' | 'device';
  /** Computes on the processor's threads. Runs share these, and the description begins with the processor's name. */
  readonly onThreads: boolean;
  /** Each session keeps its freed memory. Off where the heap serves all sessions (allocator.ts). */
  readonly arena: boolean;
  /** Operators that the device lacks run on the CPU unless that is forbidden. */
  readonly fallsBack: boolean;
  /** Most rows that decoding reads together. They are of similar length; shorter ones are padded to the longest. */
  readonly chunkRows: number;
  /** What to do if the device is missing; null if it cannot be. */
  readonly advice: string | null;
}

const graphicsAdvice =
  process.platform === 'linux'
    ? 'install a Vulkan driver and its loader (libvulkan1)'
    : 'update the driver of the graphics card';

export const deviceFacts: Readonly<Record<Device, DeviceFacts>> = {
  cpu: {
    title: 'CPU',
    executionProvider: 'cpu',
    variables: 'host',
    onThreads: true,
    arena: false,
    fallsBack: false,
    // Reading the responses of a step of the quickstart takes .76 of the time that all rows together take (onnxruntime
    // 1.30, one thread).
    chunkRows: 16,
    advice: null,
  },
  webgpu: {
    title: 'WebGPU',
    executionProvider: 'webgpu',
    variables: 'device',
    onThreads: false,
    arena: true,
    fallsBack: true,
    chunkRows: Infinity, // a GPU is fastest with all rows at once
    advice: graphicsAdvice,
  },
};

/** Null for a device of another version or engine. */
const factsOf = (device: string): DeviceFacts | null =>
  Object.hasOwn(deviceFacts, device) ? deviceFacts[device as Device] : null;

/** Whether a run computes on every core. threads: those of one operator; 0 takes every core. */
export const takesAllCores = ({ device, threads }: { readonly device: string; readonly threads: number }): boolean =>
  factsOf(device)?.onThreads === true && threads === 0;

/** Whether a device's description shows that it belongs to another machine. A CPU is recognised by its name, a GPU
 *  never. processor: the name of this machine's CPU. */
export const isOfAnotherMachine = (device: string, description: string, processor: string): boolean =>
  factsOf(device)?.onThreads === true && !description.startsWith(processor);
