/** How many streams may be open at once, in this process. */
export interface StreamSlotSizes {
  readonly total: number;
  readonly perKey: number;
}

/** Takes a slot for a stream of this key; answers what gives it back, once, or null when there is none. */
export type TakeStreamSlot = (key: string) => (() => void) | null;

export const createStreamSlots = ({ total, perKey }: StreamSlotSizes): TakeStreamSlot => {
  const open = new Map<string, number>();
  let all = 0;
  return (key) => {
    const own = open.get(key) ?? 0;
    if (all >= total || own >= perKey) return null;
    open.set(key, own + 1);
    all += 1;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      all -= 1;
      const left = (open.get(key) ?? 1) - 1;
      if (left === 0) open.delete(key);
      else open.set(key, left);
    };
  };
};
