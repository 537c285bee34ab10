import type { ApiClient } from './http/api-client.ts';
import type { Connection } from './http/connection.ts';
import type { Language } from './language.ts';
import type { GlobalValues } from './parsing/global-options.ts';
import type { Output } from './show/output.ts';
import type { Terminal } from './terminal.ts';

/** What a command works with. */
export interface Session {
  readonly terminal: Terminal;
  readonly language: Language;
  readonly globals: GlobalValues;
  readonly out: Output;
  /** Where the server is, and what signs in; throws a `Failure` for what was given and cannot be used. */
  connection(): Promise<Connection>;
  /** The server's API; throws a `Failure` when nothing signs in. */
  api(): Promise<ApiClient>;
}
