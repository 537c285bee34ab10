import { expect } from 'vitest';

type Statuses = readonly [first: number, second: number];

/** What a request is answered with when it is sent for the first and for the second time. */
export const statuses = (first: number, second: number): Statuses => [first, second];

/** Sends the same request twice: whatever changes something has to say what repeating it does. */
export const runTwice = (
  send: () => Promise<{ readonly status: number }>,
): { expect(expected: Statuses): Promise<void> } => ({
  async expect(expected) {
    const first = await send();
    const second = await send();
    expect([first.status, second.status]).toEqual(expected);
  },
});
