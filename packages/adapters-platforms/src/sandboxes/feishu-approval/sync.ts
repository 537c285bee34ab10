import type { StoredInstance, StoredTask } from './schemas.ts';

interface Counts {
  readonly insert_num: number;
  readonly update_num: number;
  readonly delete_num: number;
}

export interface ProcessRecord {
  readonly instance: Counts;
  readonly task: Counts;
  readonly cc: Counts;
}

const none: Counts = { insert_num: 0, update_num: 0, delete_num: 0 };

export const noChange: ProcessRecord = { instance: none, task: none, cc: none };

const isNewer = (one: string | null | undefined, than: string | null | undefined): boolean =>
  BigInt(one ?? 0) > BigInt(than ?? 0);

/** What is stored after a push, and what the vendor says that it did. `UPDATE` takes what is newer, one by one; `REPLACE` takes everything. */
export function sync(
  known: StoredInstance | undefined,
  pushed: StoredInstance,
): { readonly next: StoredInstance; readonly record: ProcessRecord } {
  if (known === undefined) {
    const task = { ...none, insert_num: pushed.task_list.length };
    return { next: pushed, record: { instance: { ...none, insert_num: 1 }, task, cc: none } };
  }
  const replaces = pushed.update_mode === 'REPLACE';
  const takesInstance = replaces || isNewer(pushed.update_time, known.update_time);
  const before = new Map(known.task_list.map((task) => [task.task_id, task]));
  const after = new Map<string, StoredTask>(replaces ? [] : before);
  let [inserted, updated] = [0, 0];
  for (const task of pushed.task_list) {
    const old = before.get(task.task_id);
    if (old !== undefined && !replaces && !isNewer(task.update_time, old.update_time)) continue;
    if (old === undefined) inserted += 1;
    else updated += 1;
    after.set(task.task_id, task);
  }
  const deleted = [...before.keys()].filter((id) => !after.has(id)).length;
  const task_list = [...after.values()];
  return {
    next: takesInstance ? { ...pushed, task_list } : { ...known, task_list },
    record: {
      instance: { ...none, update_num: takesInstance ? 1 : 0 },
      task: { insert_num: inserted, update_num: updated, delete_num: deleted },
      cc: none,
    },
  };
}
