import { err, ok, type Result } from 'neverthrow';
import { workflowLimits } from './model.ts';

/** Why a message, or one event of it, is given back to whoever looks after the engine. */
export interface MessageRejection {
  /** An `EventRejection`, or `JSON_INVALID`, `JSON_TOO_DEEP`, `MESSAGE_INVALID`, `BATCH_TOO_LARGE`, `TENANT_UNKNOWN`, `EVENT_UNSTORABLE`. */
  readonly code: string;
  /** JSON pointer within the event; empty when all of it is meant. */
  readonly pointer: string;
  readonly message: string;
}

/** The events of a message as they came; `array` says whether they stood in one. */
export interface ReadMessage {
  readonly array: boolean;
  readonly events: readonly unknown[];
}

const mostLevels = 64;
const decoder = new TextDecoder('utf-8', { fatal: true });

const rejection = (code: string, message: string): MessageRejection => ({ code, pointer: '', message });

/** Looks at the text, so that nothing is built from a million brackets; what is not JSON gets some answer. */
const isTooDeep = (text: string): boolean => {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      at += 1;
      while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    } else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > mostLevels) return true;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return false;
};

const parse = (body: Uint8Array): Result<unknown, MessageRejection> => {
  try {
    const text = decoder.decode(body);
    if (isTooDeep(text)) return err(rejection('JSON_TOO_DEEP', `Nests deeper than ${mostLevels} levels.`));
    return ok(JSON.parse(text) as unknown);
  } catch {
    return err(rejection('JSON_INVALID', 'Is not JSON in UTF-8.'));
  }
};

/** Reads a message's body: one event, or an array of up to 1,000. What the events say is not looked at. */
export const readMessage = (body: Uint8Array): Result<ReadMessage, MessageRejection> =>
  parse(body).andThen((value): Result<ReadMessage, MessageRejection> => {
    const most = workflowLimits.eventsPerRequest;
    if (!Array.isArray(value)) {
      return typeof value === 'object' && value !== null
        ? ok({ array: false, events: [value] })
        : err(rejection('MESSAGE_INVALID', `Must be an event or an array of up to ${most}.`));
    }
    return value.length <= most
      ? ok({ array: true, events: value })
      : err(rejection('BATCH_TOO_LARGE', `Has ${value.length} events, ${most} are the most.`));
  });
