import { createHash } from 'node:crypto';
import type {
  RabbitDoorbell,
  RabbitInbox,
  RabbitInboxOptions,
  RabbitPublisher,
  RabbitState,
} from '@portico/adapters-messaging/rabbitmq';
import type { LaneSelection, WorkLog } from '@portico/core/work';
import type { Configuration } from '../configuration/configuration.ts';

/** What a process does with RabbitMQ. */
export interface Broker {
  readonly doorbell: RabbitDoorbell;
  readonly publisher: RabbitPublisher;
  createInbox(options: RabbitInboxOptions): RabbitInbox;
  state(): RabbitState;
  close(withinMs: number): Promise<void>;
}

/** Workers that serve the same lanes hear each other's rings in turn; those of another selection hear all of them too. */
const groupOf = (lanes: LaneSelection): string => {
  const text = [...new Set(lanes)].sort().join(',');
  return text === '*' ? 'all' : `lanes-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
};

/** RabbitMQ where it is configured, else null. It need not be there: connecting goes on in the background. */
export const openBroker = async (
  { rabbitmqUrl, rabbitmqPrefix }: Configuration,
  lanes: LaneSelection,
  log: WorkLog,
): Promise<Broker | null> => {
  if (rabbitmqUrl === null) return null;
  // Loaded where it is configured only: nobody else pays for it at the start.
  const adapter = await import('@portico/adapters-messaging/rabbitmq');
  const rabbit = adapter.openRabbit({ url: rabbitmqUrl, prefix: rabbitmqPrefix, log });
  return {
    doorbell: adapter.createRabbitDoorbell(rabbit, { group: groupOf(lanes) }),
    publisher: adapter.createRabbitPublisher(rabbit),
    createInbox: (options) => adapter.createRabbitInbox(rabbit, options),
    state: () => rabbit.state(),
    close: (withinMs) => rabbit.close(withinMs),
  };
};
