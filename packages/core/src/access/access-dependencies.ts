import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Millis } from '../ports/instant.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { AccessStores, KeySecrets, Tokens } from './ports.ts';

export interface AccessDependencies<Stores extends AccessStores> {
  readonly transactor: Transactor<Stores>;
  readonly secrets: KeySecrets;
  readonly tokens: Tokens;
  readonly ids: Ids;
  readonly clock: Clock;
  /** How long a token is valid; 15 minutes unless set. */
  readonly tokenValidForMs?: Millis;
  /** How long a key that was looked up is believed; 5 seconds unless set, 0 to look every time. */
  readonly rememberKeysForMs?: Millis;
}
