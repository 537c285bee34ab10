import { jsonAnswer } from '../engine/answers.ts';
import type { Answer, Call, Decision, Effect, Operation } from '../engine/sandbox-kind.ts';
import type { Change } from '../engine/store.ts';
import { looseId, reasonOf } from '../engine/validation.ts';
import { messageSchema } from './schemas.ts';
import type { Message, StoredTodo } from './schemas.ts';
import { signatureProblem } from './signature.ts';

export const todoCollection = 'todos';
/** Versions of what was withdrawn: a late older message must not bring it back. */
const withdrawnCollection = 'withdrawn';

export function failed(status: number, message: string, headers?: Record<string, string>): Answer {
  return jsonAnswer(false, { error: message }, status, headers);
}

const accepted = (known = true): Answer => jsonAnswer(true, known ? { accepted: true } : { accepted: true, known });

/** One address takes every message. */
export const receive: Operation = {
  name: 'receive',
  decide(call): Decision {
    const raw = parse(call.body);
    const id = looseId(typeof raw === 'object' && raw !== null ? Reflect.get(raw, 'data') : null, ['id']);
    const refused = (answer: Answer): Decision => ({
      answer,
      rows: [{ operation: 'receive', id, effect: 'refused' }],
      changes: [],
    });
    const problem = signatureProblem(call);
    if (problem !== null) return refused(failed(401, problem));
    const parsed = messageSchema.safeParse(raw);
    if (!parsed.success) return refused(failed(400, reasonOf(parsed.error)));
    const { answer, effect, changes } = apply(parsed.data, call);
    return { answer, rows: [{ operation: parsed.data.type, id, effect }], changes };
  },
};

interface Applied {
  readonly answer: Answer;
  readonly effect: Effect;
  readonly changes: readonly Change[];
}

const nothing = (answer: Answer = accepted()): Applied => ({ answer, effect: 'none', changes: [] });

function apply(message: Message, call: Call): Applied {
  if (message.type === 'ping') return nothing();
  const { id, version } = message.data;
  const known = call.store.collection<StoredTodo>(todoCollection).get(id);
  const withdrawnAt = call.store.collection<number>(withdrawnCollection).get(id);
  if (version < (known?.version ?? withdrawnAt ?? 0)) return nothing();
  if (message.type === 'todo.withdrawn') {
    if (known === undefined && withdrawnAt === undefined)
      return { ...nothing(accepted(false)), changes: [[withdrawnCollection, id, version]] };
    if (known === undefined) return nothing(accepted(false));
    return {
      answer: accepted(),
      effect: 'withdrawn',
      changes: [
        [todoCollection, id],
        [withdrawnCollection, id, version],
      ],
    };
  }
  return {
    answer: accepted(),
    effect: effectOf(known, message.data),
    changes: [
      [todoCollection, id, message.data],
      [withdrawnCollection, id],
    ],
  };
}

function effectOf(before: StoredTodo | undefined, after: StoredTodo): Effect {
  if (before === undefined) return 'created';
  if (JSON.stringify({ ...before, version: 0 }) === JSON.stringify({ ...after, version: 0 })) return 'none';
  return before.state === 'open' && after.state === 'done' ? 'completed' : 'updated';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
