/** How long a session has reported nothing, compared with how long its steps take. Counts only seconds in which this
 *  process was awake, so that no session looks hung after the machine slept. */

export interface Silence {
  /** It reported something. */
  broken(): void;
  /** A second passed. */
  second(): void;
  /** Why to worry, as a sentence; null while there is no reason. */
  readonly worry: string | null;
  /** The silence has lasted so long that no report is expected any more. */
  readonly hopeless: boolean;
}

/** Least seconds of silence before a warning, and before the session is killed, however quick its steps were. */
export interface Patience {
  readonly worry: number;
  readonly hopeless: number;
}

/** Long enough for a first step, an evaluation and a slow disk. */
const patient: Patience = { worry: 120, hopeless: 3600 };
/** As multiples of the longest wait between two reports so far, evaluations included. */
const worryTimes = 10;
const hopelessTimes = 100;

export function createSilence(least: Patience = patient): Silence {
  let now = 0;
  /** Null before the first report: the length of a step is unknown, so no silence is hopeless. */
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
