/** CPU and memory of this process, as metrics of a step. Their names begin with `time/`, like all metrics that may
 *  differ between equal runs. */
import type { Metrics } from '../../shared/train/step-metrics.ts';

/** Each call covers the time since the one before. */
export function processUsage(): () => Metrics {
  let cpu = process.cpuUsage();
  let from = performance.now();
  return () => {
    const spent = process.cpuUsage(cpu); // microseconds
    const elapsedMs = performance.now() - from;
    cpu = process.cpuUsage();
    from = performance.now();
    return {
      'time/cpu_cores': (spent.user + spent.system) / 1000 / Math.max(1, elapsedMs),
      'time/memory_mb': process.memoryUsage.rss() / 1e6,
    };
  };
}
