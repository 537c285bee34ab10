import type { Redis as Client } from 'ioredis';
import type { ResultAsync } from 'neverthrow';
import type { StoreFailure } from '@portico/core';

export interface RedisState {
  /** `connected`: commands reach the server. `connecting`: they fail at once, and the next try to connect is on its way. */
  readonly status: 'connecting' | 'connected' | 'closed';
  /** Milliseconds since 1970. */
  readonly since: number;
  /** What went wrong last, without credentials; stays after it has been put right. */
  readonly lastError: string | null;
}

/** One connection to a Redis server, which may come and go. */
export interface Redis {
  state(): RedisState;
  /** Resolves with true as soon as it is connected, with false when that takes longer. */
  connectedWithin(ms: number): Promise<boolean>;
  /** Runs commands. Nothing is kept for later: without a connection it fails at once, without an answer within the command's time-out. */
  run<T>(commands: (client: Client) => Promise<T>): ResultAsync<T, StoreFailure>;
  /** Ends the connection, politely when the server answers within this time; 1 s unless told otherwise. */
  close(withinMs?: number): Promise<void>;
}
