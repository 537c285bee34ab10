import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DomainEvent } from '@portico/core/domain-events';
import { publisherContract, type PublisherSubject } from '@portico/core/testing';
import { createRabbitPublisher, type RabbitPublisher } from './rabbit-publisher.ts';
import { settlesWithin } from './settles-within.ts';
import { eventually, openBrokerBed, type BrokerBed } from './testing/broker-bed.ts';

const url = process.env['PORTICO_TEST_RABBITMQ_URL'];

describe.skipIf(url === undefined)('The publisher over RabbitMQ', () => {
  let bed: BrokerBed;
  let publisher: RabbitPublisher;
  const queue = (): string => `${bed.prefix}.subscriber`;

  beforeAll(async () => {
    bed = await openBrokerBed(url ?? '');
    publisher = createRabbitPublisher(await bed.connected());
    await eventually('the exchange', async () => (await publisher.publish([], 0)).length === 0);
    const hand = await bed.hand();
    await hand.assertExchange(bed.names.domain, 'topic', { durable: true });
    await hand.assertQueue(queue(), { autoDelete: false, expires: 60_000, durable: true });
    await hand.bindQueue(queue(), bed.names.domain, '#');
  });
  beforeEach(() => bed.drain(queue()));
  afterAll(async () => {
    await (await bed.hand()).deleteQueue(queue());
    await bed.close();
  });

  const subject = (): PublisherSubject => ({
    publisher,
    heard: async () =>
      (await bed.drain(queue())).map(({ content, properties, fields }): DomainEvent => {
        const body = JSON.parse(content.toString()) as Omit<DomainEvent, 'occurredAt' | 'trace'> & {
          occurredAt: string;
        };
        expect([
          properties.messageId,
          fields.routingKey,
          properties.headers?.['tenant'],
          properties.deliveryMode,
        ]).toEqual([body.id, body.type, body.tenant, 2]);
        return {
          ...body,
          occurredAt: Date.parse(body.occurredAt),
          trace: (properties.headers?.['traceparent'] as string | undefined) ?? null,
        };
      }),
    silence: async (isSilent) => (isSilent ? bed.proxy.hide('60.80') : bed.proxy.hide()),
    within: async (ms, promise) => ((await settlesWithin(promise, ms)) ? promise : null),
    freshId: () => randomUUID(),
    runs: 30,
  });

  test.each(publisherContract)('$name', async ({ run }) => {
    await expect(run(subject())).resolves.toBeUndefined();
  });
});
