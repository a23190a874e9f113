/** Records the calls that the stand-in received, and the channel on which a test reads them and plays the person. */

export interface Recorded {
  readonly what: string;
  readonly value: unknown;
}

/** A test's question, or something that a person would do. */
export type Ask = (...args: readonly never[]) => unknown;

const recorded: Recorded[] = [];
const asks = new Map<string, Ask>();

/** value: plain data. */
export const record = (what: string, value: unknown = null): void => void recorded.push({ what, value });
export const onAsk = (name: string, answer: Ask): void => void asks.set(name, answer);

onAsk('recorded', () => recorded);

interface Question {
  readonly id: number;
  readonly name: string;
  readonly args: readonly never[];
}

process.on('message', (message: Question) => void answer(message));
// Without the test nobody would end it.
process.on('disconnect', () => process.exit(1));

async function answer({ id, name, args }: Question): Promise<void> {
  try {
    const ask = asks.get(name);
    if (!ask) throw new Error(`electron stand-in: nothing answers ${name}`);
    process.send!({ id, value: (await ask(...args)) ?? null });
  } catch (error) {
    process.send!({ id, error: (error as Error).message });
  }
}
