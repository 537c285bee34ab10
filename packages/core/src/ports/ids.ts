/** Makes identifiers. */
export interface Ids {
  /** A new unique identifier: 8 to 64 characters of `[0-9a-zA-Z-]`, roughly ascending by time of creation. */
  next(): string;
}
