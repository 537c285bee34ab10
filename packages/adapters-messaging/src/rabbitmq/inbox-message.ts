import type { ConsumeMessage } from 'amqplib';
import type { EngineMessage } from '@portico/core/workflow';

/** A message from the inbox. */
export interface InboxMessage extends EngineMessage {
  readonly contentType: string | null;
  readonly messageId: string | null;
  /** W3C `traceparent`; null when there is none that can be read. */
  readonly trace: string | null;
}

const traceparent = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/u;

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** The tenant is the routing key's first word, because a broker can hold a user to routing keys. */
export const tenantOf = (routingKey: string): string => routingKey.split('.', 1)[0] || 'default';

export const toInboxMessage = ({ content, fields, properties }: ConsumeMessage): InboxMessage => {
  const trace = textOrNull(properties.headers?.['traceparent']);
  return {
    body: content,
    tenant: tenantOf(fields.routingKey),
    contentType: textOrNull(properties.contentType),
    messageId: textOrNull(properties.messageId),
    trace: trace !== null && traceparent.test(trace) ? trace : null,
  };
};
