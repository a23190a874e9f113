/** Runs ONNX models. An interface only: onnxruntime lives in `main/trainer`, the float64 interpreter in `interpreter.ts`. */

export type DType = 'float32' | 'int32' | 'int64' | 'bool';
export type TensorData = Float32Array | Int32Array | BigInt64Array | Uint8Array;

export interface Tensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

export interface Session {
  /** Runs once. `into` gives preallocated outputs that are written in place, also when one aliases an input. */
  run(inputs: Readonly<Record<string, Tensor>>, into?: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
  release(): Promise<void>;
}

export interface Runtime {
  /** As the user names it: `cpu`, `webgpu`. */
  readonly device: string;
  /** What it is in words, for the run's record. */
  readonly description: string;
  load(model: Uint8Array): Promise<Session>;
}
