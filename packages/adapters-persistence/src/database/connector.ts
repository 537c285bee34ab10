/** What a statement answered. */
export interface RawResult {
  readonly rows: readonly Record<string, unknown>[];
  readonly affected: number;
}

/** One connection of a driver, held exclusively until it is released. */
export interface RawConnection {
  query(text: string, parameters: readonly unknown[]): Promise<RawResult>;
  /** `broken` connections are not used again. */
  release(broken: boolean): void;
}

/** A driver, cut down to what the dialect needs. */
export interface Connector {
  acquire(): Promise<RawConnection>;
  close(): Promise<void>;
}
