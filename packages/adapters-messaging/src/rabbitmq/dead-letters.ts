import { randomUUID } from 'node:crypto';
import type { ConsumeMessage } from 'amqplib';
import type { MessageRejection, MessageVerdict } from '@portico/core/workflow';
import { createConfirmedSender, type Outgoing } from './confirmed-sender.ts';
import { toInboxMessage } from './inbox-message.ts';
import type { Rabbit } from './rabbit.ts';
import { declareDead } from './topology.ts';

/** Where copies of what cannot be taken in are kept for people. */
export interface DeadLetters {
  /** Keeps what a verdict leaves out of its message, and answers how many copies that took; null when the broker did not confirm. */
  keep(message: ConsumeMessage, verdict: MessageVerdict, timeoutMs: number): Promise<number | null>;
}

const longestText = 1_000;

const copyOf = (exchange: string, message: ConsumeMessage, body: Buffer, why: MessageRejection): Outgoing => {
  const { messageId, contentType, trace } = toInboxMessage(message);
  return {
    exchange,
    // The same as before: it says whose it is, and where it goes when it is sent again.
    routingKey: message.fields.routingKey,
    body,
    properties: {
      persistent: true,
      messageId: messageId ?? randomUUID(),
      contentType: contentType ?? 'application/json',
      timestamp: Math.floor(Date.now() / 1_000),
      headers: {
        'portico-code': why.code,
        'portico-pointer': why.pointer.slice(0, longestText),
        'portico-message': why.message.slice(0, longestText),
        ...(trace === null ? {} : { traceparent: trace }),
      },
    },
  };
};

const copiesOf = (exchange: string, message: ConsumeMessage, verdict: MessageVerdict): readonly Outgoing[] => {
  switch (verdict.kind) {
    case 'taken':
      return verdict.rejected.map((part) => copyOf(exchange, message, Buffer.from(part.body), part));
    case 'rejected':
      return [copyOf(exchange, message, message.content, verdict)];
    case 'later':
      return [];
  }
};

export const createDeadLetters = ({ names, publishing }: Rabbit): DeadLetters => {
  const sender = createConfirmedSender(publishing, 'dead letters', (channel) => declareDead(channel, names));
  return {
    keep: async (message, verdict, timeoutMs) => {
      const copies = copiesOf(names.dead, message, verdict);
      const outcomes = await sender.send(copies, timeoutMs);
      // Confirmed without a queue is lost.
      if (outcomes.some((outcome) => outcome.kind === 'confirmed' && !outcome.routed)) {
        sender.renew('the queue of dead letters was deleted');
        return null;
      }
      return outcomes.every(({ kind }) => kind === 'confirmed') ? copies.length : null;
    },
  };
};
