/** A map whose changes a transaction can take back. Values are immutable, so undoing is putting the old value back. */
export class MemoryTable<V> {
  readonly #rows: Map<string, V> = new Map();
  readonly #undo: (() => void)[];

  /** `undo` is the log of the database this table belongs to. */
  constructor(undo: (() => void)[]) {
    this.#undo = undo;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: string): V | undefined {
    return this.#rows.get(key);
  }

  has(key: string): boolean {
    return this.#rows.has(key);
  }

  set(key: string, value: V): void {
    const had = this.#rows.has(key);
    const before = this.#rows.get(key) as V;
    this.#rows.set(key, value);
    this.#undo.push(() => {
      if (had) this.#rows.set(key, before);
      else this.#rows.delete(key);
    });
  }

  delete(key: string): boolean {
    const before = this.#rows.get(key);
    if (!this.#rows.delete(key)) return false;
    this.#undo.push(() => void this.#rows.set(key, before as V));
    return true;
  }

  /** In order of insertion. */
  values(): IterableIterator<V> {
    return this.#rows.values();
  }

  /** All rows as they are now, in order of insertion; changes made meanwhile do not show. */
  all(): V[] {
    return [...this.#rows.values()];
  }

  entries(): IterableIterator<[string, V]> {
    return this.#rows.entries();
  }
}
