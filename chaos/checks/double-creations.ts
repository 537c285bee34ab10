import type { LoggedEffect } from '../sandboxes/vendors.ts';

/** Objects that a vendor created while they were there already, once for each such creation. */
export const doubleCreations = (effects: readonly LoggedEffect[]): readonly string[] => {
  const there = new Map<string, number>();
  const twice: string[] = [];
  for (const { id, effect } of effects) {
    const count = there.get(id) ?? 0;
    if (effect === 'created') {
      if (count > 0) twice.push(id);
      there.set(id, count + 1);
    } else if (effect === 'withdrawn') there.set(id, Math.max(0, count - 1));
  }
  return twice;
};
