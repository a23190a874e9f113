/** Loaded into Electron's installer. Reports each download and its progress to the parent process, and aborts it when
 *  the parent says so. The installer still does everything else. */
import { ReadableStream } from 'node:stream/web';

export type Heard =
  | { readonly kind: 'asked'; readonly url: string }
  | { readonly kind: 'received'; readonly received: number; readonly size: number | null }
  | { readonly kind: 'over' };

const tell = (heard: Heard): void => void process.send?.(heard);
const givingUp = new AbortController();
process.on('message', () => givingUp.abort());
process.channel?.unref();

const fetchIt = globalThis.fetch;

globalThis.fetch = async (input, options) => {
  const url = String(input instanceof Request ? input.url : input);
  tell({ kind: 'asked', url });
  const response = await fetchIt(input, { ...options, signal: givingUp.signal }).catch((error: Error) => {
    throw new Error(`${new URL(url).host} cannot be reached: ${causeOf(error)}`, { cause: error });
  });
  if (!response.ok || !response.body) {
    tell({ kind: 'over' });
    return response;
  }
  const length = Number(response.headers.get('content-length'));
  const size = length > 0 ? length : null;
  const { body } = response;
  async function* counted(): AsyncGenerator<Uint8Array> {
    let received = 0;
    tell({ kind: 'received', received, size });
    try {
      for await (const chunk of body) {
        received += chunk.length;
        tell({ kind: 'received', received, size });
        yield chunk;
      }
    } catch (error) {
      throw new Error(`${new URL(url).host} broke off after ${received} bytes`, { cause: error });
    }
    tell({ kind: 'over' });
  }
  return new Response(ReadableStream.from(counted()) as never, response);
};

/** The reason of a failed fetch, which stands in the error's cause. */
function causeOf({ message, cause }: Error): string {
  if (!(cause instanceof Error)) return message;
  return cause.message || (cause as NodeJS.ErrnoException).code || message;
}
