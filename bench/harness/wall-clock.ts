/** Milliseconds since the epoch with fractions: comparable between processes of one machine. */
export const wallClock = (): number => performance.timeOrigin + performance.now();
