import { availableParallelism } from 'node:os';

/**
 * Runs a task for each item, as many at once as the machine has cores; answers in the items' order.
 * @template T, R
 * @param {readonly T[]} items
 * @param {(item: T) => Promise<R>} task
 * @returns {Promise<R[]>}
 */
export async function inTurn(items, task) {
  /** @type {R[]} */
  const results = [];
  let next = 0;
  const work = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await task(/** @type {T} */ (items[index]));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return results;
}
