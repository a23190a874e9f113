/** How long one slice of work may take, so that calls between two slices are answered at once. */
export interface Budget {
  /** Whether another piece may be begun. The first always may, so that every slice gets somewhere. */
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
