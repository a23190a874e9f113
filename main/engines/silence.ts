/** How long a training process has said nothing, against how long its steps take. Counted in seconds that this process saw pass: a machine
 *  that slept is no trainer that hangs. */

export interface Silence {
  /** It said something. */
  broken(): void;
  /** A second went by. */
  second(): void;
  /** Why to worry, as a sentence; null while there is no reason. */
  readonly worry: string | null;
  /** It has gone on for so long that nothing more is expected. */
  readonly hopeless: boolean;
}

/** Seconds after which silence is worth a word, or an end, however quick the steps were. */
export interface Patience {
  readonly worry: number;
  readonly hopeless: number;
}

/** A first step, an evaluation and a slow disk fit well into these. */
const patient: Patience = { worry: 120, hopeless: 3600 };
/** Times the longest wait between two reports so far; evaluations are among them. */
const worryTimes = 10;
const hopelessTimes = 100;

export function createSilence(least: Patience = patient): Silence {
  let now = 0;
  /** Null before the first report: nobody knows yet how long a step takes, so that nothing is ever hopeless. */
  let longest: number | null = null;
  return {
    broken() {
      longest = Math.max(longest ?? 0, now);
      now = 0;
    },
    second() {
      now++;
    },
    get worry() {
      if (now < Math.max(least.worry, worryTimes * (longest ?? 0))) return null;
      const before = longest === null ? 'since it was started' : `where its longest wait so far was ${spell(longest)}`;
      return `no report for ${spell(now)}, ${before}: it may hang — wait, or kill it and resume it to go on from its last checkpoint`;
    },
    get hopeless() {
      return longest !== null && now >= Math.max(least.hopeless, hopelessTimes * longest);
    },
  };
}

/** `40 s`, `3 min`, `1.5 h`. */
export function spell(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds)} s`;
  if (seconds < 6000) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
