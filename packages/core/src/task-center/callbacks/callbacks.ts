import type { ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { Invalid, NotFound, Page } from '../task-center.ts';
import type { Callback, CallbackRejection, CallbackRequest } from './callback.ts';
import type { CallbackFilter } from './ports.ts';

export interface ReceivedCallback {
  /** JSON, in the platform's form. */
  readonly answer: unknown;
  /** `taken`: stored and told. `repeated`: it was before. `empty`: it decides nothing. */
  readonly outcome: 'taken' | 'repeated' | 'empty';
}

/** The way back: what people decide on platforms that let them. */
export interface Callbacks {
  /** Proves, understands, stores and tells (`todo.decided`) what a platform sent; all or nothing of it. */
  receive(
    tenant: string,
    platform: string,
    request: CallbackRequest,
  ): ResultAsync<ReceivedCallback, StoreFailure | NotFound | CallbackRejection>;
  list(
    tenant: string,
    filter: CallbackFilter,
    cursor: string | null,
    limit: number,
  ): ResultAsync<Page<Callback>, StoreFailure | Invalid>;
  show(tenant: string, id: string): ResultAsync<Callback, StoreFailure | NotFound>;
}
