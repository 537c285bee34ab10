/** Statements that are kept prepared on a connection; the one that was not used for longest makes room. */
const keptAtMost = 200;
/** A plan is made anew after so many uses: one that was made while a table was small must not stay when it has grown. */
const usesOfAPlan = 100;

/** How to send one statement. */
export interface Preparation {
  /** The name it goes by; empty where it is not worth one. */
  readonly name: string;
  /** The connection does not know it yet. */
  readonly isNew: boolean;
}

/** What one connection has prepared. */
export interface PreparedStatements {
  prepare(text: string): Preparation;
  /** It failed: it may not have come to be prepared, or its plan may no longer fit the tables. */
  forget(text: string): void;
  /** Names that the connection can drop; each is told once. */
  dropped(): readonly string[];
}

interface Prepared {
  readonly name: string;
  uses: number;
}

/** Remembers what comes again. Parsing and planning cost more than most statements take to run; texts that come once stay unnamed. */
export const createPreparedStatements = (): PreparedStatements => {
  /** By text, the one used last at the end; null: seen once, not prepared. */
  const known = new Map<string, Prepared | null>();
  let names = 0;
  let leaving: string[] = [];

  const forget = (text: string): void => {
    const prepared = known.get(text);
    known.delete(text);
    if (prepared != null) leaving.push(prepared.name);
  };

  return {
    prepare(text) {
      const seen = known.has(text);
      const prepared = known.get(text);
      if (prepared != null && prepared.uses < usesOfAPlan) {
        prepared.uses += 1;
        known.delete(text);
        known.set(text, prepared);
        return { name: prepared.name, isNew: false };
      }
      forget(text);
      for (const oldest of known.keys()) {
        if (known.size < keptAtMost) break;
        forget(oldest);
      }
      const name = seen ? `p${(names += 1)}` : '';
      known.set(text, seen ? { name, uses: 1 } : null);
      return { name, isNew: true };
    },
    forget,
    dropped() {
      const names = leaving;
      leaving = [];
      return names;
    },
  };
};
