/** One request as a sandbox's server saw it, whatever the sandbox made of it. */
export interface WireEntry {
  /** Epoch milliseconds when its first line had come. */
  readonly at: number;
  /** First part of the path: which sandbox. */
  readonly platform: string;
  /** The whole path, without the address. */
  readonly path: string;
  readonly body: string;
  /** The status where all of the answer was handed to the connection; null where it was not. */
  readonly status: number | null;
  /** The vendor's own ids that the answer told. */
  readonly told: readonly string[];
}
