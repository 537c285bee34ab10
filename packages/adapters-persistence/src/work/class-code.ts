import type { WorkClass } from '@portico/core/work';

/** Stored as small numbers, so that "the more urgent of two" is `least`. What stands in databases must never be renumbered. */
const stored: readonly WorkClass[] = ['live', 'retry', 'bulk'];

export function classCode(workClass: WorkClass): number {
  return stored.indexOf(workClass);
}

export function classOf(code: number): WorkClass {
  const workClass = stored[code];
  if (workClass === undefined) throw new Error(`unknown work class ${code} in the database`);
  return workClass;
}
