import type { Run } from './walk.ts';

/** Where an offset of the run's text stands: the index of its node, and the offset in that node's data. */
export function locate(run: Run, offset: number, asEnd: boolean): { node: number; offset: number } {
  let low = 0;
  let high = run.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const start = run.starts[middle] ?? 0;
    // An end at a node's first unit belongs to the node before: a range should not reach into a node it takes nothing of.
    if (asEnd ? start < offset : start <= offset) low = middle;
    else high = middle - 1;
  }
  return { node: low, offset: offset - (run.starts[low] ?? 0) + (run.skips[low] ?? 0) };
}
