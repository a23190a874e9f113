/** Draws each layer at most once a frame: the last of several requests counts. */

export interface Frames {
  draw(layer: string, work: () => void): void;
  stop(): void;
}

export function frames(): Frames {
  const waiting = new Map<string, () => void>();
  let handle = 0;
  const run = (): void => {
    handle = 0;
    const works = [...waiting.values()];
    waiting.clear();
    for (const work of works) work();
  };
  return {
    draw(layer, work) {
      waiting.set(layer, work);
      handle ||= requestAnimationFrame(run);
    },
    stop() {
      cancelAnimationFrame(handle);
      handle = 0;
      waiting.clear();
    },
  };
}
