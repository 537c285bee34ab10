/**
 * How long a process has been in touch with its database without a break. Whoever judges others by their signs of life must
 * know how long it was deaf itself: after an outage, everybody's last sign of life is old.
 */
export interface Contact {
  lost(): void;
  made(): void;
  /** Milliseconds since the connection was last found again; Infinity when it was never lost. */
  unbrokenForMs(): number;
}

export function createContact(): Contact {
  let isLost = false;
  let regainedAt = -Infinity;
  return {
    lost() {
      isLost = true;
    },
    made() {
      if (!isLost) return;
      isLost = false;
      regainedAt = performance.now();
    },
    unbrokenForMs: () => (isLost ? 0 : performance.now() - regainedAt),
  };
}
