import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Tracer } from '../ports/tracer.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { Doorbell, WorkStores } from '../work/ports.ts';
import type { WebhookSender, WebhookStores } from './ports.ts';

/** The stores that webhooks work on, in one transaction. */
export type Stores = WebhookStores & WorkStores;

/** What the use cases share. */
export interface WebhooksContext {
  readonly transactor: Transactor<Stores>;
  readonly doorbell: Doorbell;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly sender: WebhookSender;
  readonly tracer?: Tracer | undefined;
}
