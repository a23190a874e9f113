/** Runs ONNX models. An interface only: onnxruntime lives in `main/devices`, the float64 interpreter in
 *  `interpreter.ts`. */

export type DType = 'float32' | 'int32' | 'int64' | 'bool';
export type TensorData = Float32Array | Int32Array | BigInt64Array | Uint8Array;

export interface Tensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** A float32 tensor that lives on the device and is replaced by runs that write into it: parameters, optimizer state,
 *  gradients. */
export interface Variable {
  readonly kind: 'variable';
  readonly shape: readonly number[];
  /** How often it was written to since it was made. */
  readonly version: number;
}

export interface Session {
  /** Runs once. Outputs named in `into` are written to those variables, also when the same variable is an input; the
   *  others are returned as tensors whose data the caller owns. */
  run(
    inputs: Readonly<Record<string, Tensor | Variable>>,
    into?: Readonly<Record<string, Variable>>,
  ): Promise<Record<string, Tensor>>;
  release(): Promise<void>;
}

export interface LoadOptions {
  /** Outputs that will be written into variables. */
  readonly resident?: readonly string[];
  /** Transposes stay nodes of their own and are not fused into every product that reads them. Faster on the CPU; other
   *  devices leave it to onnxruntime. */
  readonly keepTransposes?: boolean;
}

export interface Runtime {
  /** Rows that a sampler reads together at most: a fact of the device. */
  readonly chunkRows: number;
  /** In words, for the run's record. */
  readonly description: string;
  load(model: Uint8Array, options?: LoadOptions): Promise<Session>;
  /** A new variable holding a copy of the data. */
  variable(shape: readonly number[], data: Float32Array): Variable;
  /** A copy of what the variable holds now. */
  read(variable: Variable): Promise<Float32Array>;
  write(variable: Variable, data: Float32Array): void;
}

export const float32 = (shape: readonly number[], data: Float32Array): Tensor => ({ dtype: 'float32', shape, data });
export const int32 = (shape: readonly number[], data: Int32Array): Tensor => ({ dtype: 'int32', shape, data });
export function int64(shape: readonly number[], data: ArrayLike<number>): Tensor {
  const integers = new BigInt64Array(data.length);
  for (let i = 0; i < data.length; i++) integers[i] = BigInt(data[i]);
  return { dtype: 'int64', shape, data: integers };
}
