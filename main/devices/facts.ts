/** What is known of each device: the only place where one differs from another. A device is called by its name in `config.device`. */
import type { Device } from '../../shared/config/sections.ts';

export interface DeviceFacts {
  /** In sentences. */
  readonly title: string;
  /** onnxruntime's name. */
  readonly executionProvider: 'cpu' | 'webgpu';
  /** Where variables live: `host` arrays are written in place by runs, `device` buffers are replaced by those that a run returns. */
  readonly variables: 'host' | 'device';
  /** It computes on the processor's threads, so that runs share them and its description begins with the processor's name. */
  readonly onThreads: boolean;
  /** onnxruntime keeps freed memory of each session for itself. Off where the heap serves all sessions (allocator.ts). */
  readonly arena: boolean;
  /** Operators that the device lacks run on the CPU, unless that is forbidden. */
  readonly fallsBack: boolean;
  /** Rows that decoding reads together at most, those of similar length: what is shorter than the longest of them is padding. */
  readonly chunkRows: number;
  /** What to do where the device is not there; null for one that always is. */
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
    // Reading the responses of a step of the quickstart takes .76 of the time that all rows together take (onnxruntime 1.30, one thread).
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
    chunkRows: Infinity, // better busy with all
    advice: graphicsAdvice,
  },
};

/** Null for a device of another version or engine. */
const factsOf = (device: string): DeviceFacts | null =>
  Object.hasOwn(deviceFacts, device) ? deviceFacts[device as Device] : null;

/** Whether a run computes on every core. threads: those of one operator; 0 takes every core. */
export const takesAllCores = ({ device, threads }: { readonly device: string; readonly threads: number }): boolean =>
  factsOf(device)?.onThreads === true && threads === 0;

/** Whether a device's description tells that it belongs to another machine. A CPU is told by its name; a GPU by nothing.
 *  processor: the name of this machine's. */
export const isOfAnotherMachine = (device: string, description: string, processor: string): boolean =>
  factsOf(device)?.onThreads === true && !description.startsWith(processor);
