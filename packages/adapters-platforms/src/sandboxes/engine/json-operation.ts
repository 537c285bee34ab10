import type { z } from 'zod';
import type { Answer, Call, Decision, Effect, Operation } from './sandbox-kind.ts';
import type { Change } from './store.ts';
import { looseId, reasonOf } from './validation.ts';

/** How a platform answers what every JSON call has in common. */
export interface Dialect {
  /** Fields that name the object, most telling first. */
  readonly idFields: readonly string[];
  invalid(reason: string, error?: z.ZodError): Answer;
  /** Where the token stands; absent on platforms without tokens. */
  readonly token?: { of(call: Call): string | undefined; readonly dead: Answer | ((call: Call) => Answer) };
}

export interface Outcome {
  readonly answer: Answer;
  readonly effect: Effect;
  readonly id?: string;
  readonly changes?: readonly Change[];
}

export interface JsonOperation<Input> {
  readonly name: string;
  readonly schema: z.ZodType<Input>;
  /** The token call itself needs no token. */
  readonly open?: boolean;
  /** Where the input stands: in the body unless set; `address` is what the path and the query say. */
  readonly input?: 'body' | 'address';
  decide(input: Input, call: Call): Outcome;
}

export function jsonOperation<Input>(dialect: Dialect, spec: JsonOperation<Input>): Operation {
  return {
    name: spec.name,
    decide(call): Decision {
      const inBody = spec.input !== 'address';
      const raw = inBody ? parseJson(call.body) : { ...Object.fromEntries(call.query), ...call.params };
      const id = looseId(raw, dialect.idFields);
      const decided = (outcome: Outcome): Decision => ({
        answer: outcome.answer,
        rows: [{ operation: spec.name, id: outcome.id ?? id, effect: outcome.effect }],
        changes: outcome.changes ?? [],
      });
      if (dialect.token !== undefined && spec.open !== true) {
        const { valid, changes } = call.tokens.check(dialect.token.of(call));
        const { dead } = dialect.token;
        if (!valid)
          return decided({ answer: typeof dead === 'function' ? dead(call) : dead, effect: 'refused', changes });
      }
      if (inBody && !/json/i.test(call.headers['content-type'] ?? ''))
        return decided({ answer: dialect.invalid('Content-Type：须为application/json'), effect: 'refused' });
      if (raw === undefined) return decided({ answer: dialect.invalid('请求体：不是JSON'), effect: 'refused' });
      const parsed = spec.schema.safeParse(raw);
      if (!parsed.success)
        return decided({ answer: dialect.invalid(reasonOf(parsed.error), parsed.error), effect: 'refused' });
      return decided(spec.decide(parsed.data, call));
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
