/** Time limit of one slice of work, so that calls are answered between two slices. */
export interface Budget {
  /** Whether another piece of work may start. The first always may, so that every slice makes progress. */
  next(): boolean;
}

/** 0 ms allow nothing. */
export function createBudget(mostMs: number): Budget {
  const end = performance.now() + mostMs;
  let begun = mostMs === 0;
  return {
    next() {
      if (begun) return performance.now() < end;
      return (begun = true);
    },
  };
}
