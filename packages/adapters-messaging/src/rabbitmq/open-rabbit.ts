import type { WorkLog } from '@portico/core/work';
import { createLink } from './link.ts';
import type { Rabbit, RabbitState } from './rabbit.ts';
import { createRedactor } from './redact.ts';
import { topologyNames } from './topology.ts';

export interface RabbitOptions {
  /** `amqp://user:password@host:5672/vhost`, or `amqps://…` for TLS with the certificates that Node trusts. */
  readonly url: string;
  readonly log: WorkLog;
  /** Told of every change of the state. */
  readonly onState?: (state: RabbitState) => void;
  /** A dead connection is found out within three of these; 10 s unless told otherwise. */
  readonly heartbeatSeconds?: number;
  /** For one try to connect; 10 s unless told otherwise. */
  readonly connectTimeoutMs?: number;
  /** What the names of exchanges and queues begin with; `portico` unless told otherwise. */
  readonly prefix?: string;
}

const closesWithinMs = 5_000;

const parseUrl = (text: string): URL => {
  const url = URL.parse(text);
  // Without the text: it may hold a password.
  if (url === null || !/^amqps?:$/u.test(url.protocol) || url.hostname === '') {
    throw new TypeError('The address of RabbitMQ must be like amqp://user:password@host:5672');
  }
  return url;
};

/**
 * Connects to a broker, and again for ever. A broker that is away is not an error: whatever uses it waits, or says that it could
 * not. Throws only when the address is none.
 */
export const openRabbit = ({ url, log, onState, ...options }: RabbitOptions): Rabbit => {
  const address = parseUrl(url);
  const prefix = options.prefix ?? 'portico';
  const changed = (): void => onState?.(state());
  const link = (name: string) =>
    createLink({
      url: address,
      name: `${prefix} ${name}`,
      heartbeatSeconds: options.heartbeatSeconds ?? 10,
      connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
      log,
      redact: createRedactor(address),
      changed,
    });
  const [publishing, consuming] = [link('publishing'), link('consuming')];

  const state = (): RabbitState => {
    const links = [publishing.state(), consuming.state()].filter(({ status }) => status !== 'idle');
    const statuses = links.map(({ status }) => status);
    return {
      status: statuses.includes('closed')
        ? 'closed'
        : statuses.every((one) => one === 'connected')
          ? 'connected'
          : 'connecting',
      since: Math.max(...links.map(({ since }) => since)),
      lastError: links.find(({ lastError }) => lastError !== null)?.lastError ?? null,
      blocked: links.find(({ blocked }) => blocked !== null)?.blocked ?? null,
      troubles: links.flatMap(({ troubles }) => troubles),
    };
  };

  publishing.start();
  return {
    names: topologyNames(prefix),
    publishing,
    consuming,
    state,
    close: async (withinMs = closesWithinMs) => {
      await Promise.all([publishing.close(withinMs), consuming.close(withinMs)]);
    },
  };
};
