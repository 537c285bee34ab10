/**
 * What a store can answer instead of a value.
 * - `STORE_UNAVAILABLE`: no connection, or it broke; whether the last write took effect may be open. Try again.
 * - `STORE_CONFLICT`: deadlock or serialisation failure that its own retries did not cure. Try again.
 * - `STORE_DATA`: the store refuses this data for ever; the transaction left nothing behind.
 */
export interface StoreFailure {
  readonly code: 'STORE_UNAVAILABLE' | 'STORE_CONFLICT' | 'STORE_DATA';
  readonly message: string;
}
