import type { WorkLog } from '@portico/core/work';
import type { MessageVerdict } from '@portico/core/workflow';
import type { Delivery } from './inbox-delivery.ts';
import { toInboxMessage, type InboxMessage } from './inbox-message.ts';
import { inWords } from './redact.ts';

export interface JudgeDependencies {
  /** Takes messages in; answers one verdict each, in order. */
  readonly receive: (messages: readonly InboxMessage[]) => Promise<readonly MessageVerdict[]>;
  readonly log: WorkLog;
  readonly maxBytes: number;
}

/** From this many throws on, a message alone is taken for their cause. */
const poisonAt = 5;

const rejected = (code: string, message: string): MessageVerdict => ({ kind: 'rejected', code, pointer: '', message });

/** What is to become of deliveries. Never rejects: what throws is tried again, alone, and given up after the fifth time. */
export const judgeDeliveries = ({ receive, log, maxBytes }: JudgeDependencies) => {
  const judge = async (deliveries: readonly Delivery[]): Promise<readonly MessageVerdict[]> => {
    try {
      const verdicts = await receive(deliveries.map(({ message }) => toInboxMessage(message)));
      if (verdicts.length !== deliveries.length) throw new Error(`${verdicts.length} verdicts on ${deliveries.length}`);
      return verdicts;
    } catch (error) {
      const reason = inWords(error);
      log('error', 'Taking in messages failed.', { messages: deliveries.length, error: reason });
      const [first] = deliveries;
      if (first !== undefined && deliveries.length === 1) {
        first.throws += 1;
        return first.throws < poisonAt
          ? [{ kind: 'later', reason }]
          : [rejected('PROCESSING_FAILED', `Taking it in failed ${poisonAt} times: ${reason}`)];
      }
      const verdicts: MessageVerdict[] = [];
      for (const delivery of deliveries) verdicts.push(...(await judge([delivery])));
      return verdicts;
    }
  };

  return async (deliveries: readonly Delivery[]): Promise<ReadonlyMap<Delivery, MessageVerdict>> => {
    const found = new Map<Delivery, MessageVerdict>();
    const fitting: Delivery[] = [];
    for (const delivery of deliveries) {
      const { length } = delivery.message.content;
      if (length <= maxBytes) fitting.push(delivery);
      else found.set(delivery, rejected('MESSAGE_TOO_LARGE', `Has ${length} bytes, ${maxBytes} are the most.`));
    }
    const verdicts = fitting.length === 0 ? [] : await judge(fitting);
    for (const [index, delivery] of fitting.entries()) {
      const verdict = verdicts[index];
      if (verdict !== undefined) found.set(delivery, verdict);
    }
    return found;
  };
};
