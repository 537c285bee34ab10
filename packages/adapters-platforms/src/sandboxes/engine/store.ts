/** `[collection, key, value]` puts, `[collection, key]` removes. */
export type Change =
  | readonly [collection: string, key: string, value: unknown]
  | readonly [collection: string, key: string];

export interface ReadableStore {
  collection<T>(name: string): ReadonlyMap<string, T>;
}

export interface Store extends ReadableStore {
  apply(changes: readonly Change[]): void;
  clear(): void;
  /** Everything, as the changes that rebuild it. */
  entries(): Iterable<Change>;
}

/** Collections of JSON values by key, in insertion order. */
export function createStore(): Store {
  const collections = new Map<string, Map<string, unknown>>();
  const writable = (name: string): Map<string, unknown> => {
    let found = collections.get(name);
    if (found === undefined) {
      found = new Map();
      collections.set(name, found);
    }
    return found;
  };
  return {
    // What a kind reads from a collection is what it wrote there itself, so the journal needs no second parse.
    collection: <T>(name: string) => writable(name) as ReadonlyMap<string, T>,
    apply(changes) {
      for (const change of changes) {
        if (change.length === 3) writable(change[0]).set(change[1], change[2]);
        else writable(change[0]).delete(change[1]);
      }
    },
    clear: () => collections.clear(),
    *entries() {
      for (const [name, values] of collections) for (const [key, value] of values) yield [name, key, value];
    },
  };
}
