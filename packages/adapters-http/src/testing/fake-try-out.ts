import type { TaskCenter } from '@portico/core/task-center';
import type { Exchange } from '@portico/core/work';
import { errAsync, okAsync } from 'neverthrow';

/** A try-out of literals: a profile without a name is wrong. */
export const createFakeTryOut =
  (exchange: Exchange, knows: (code: string) => boolean): TaskCenter['tryOut'] =>
  (_tenant, code, { profile, todo, answer }) => {
    if (!knows(code)) return errAsync({ code: 'NOT_FOUND', message: 'there is no such platform' });
    if (todo !== null && todo !== 'T-1:T001') return errAsync({ code: 'NOT_FOUND', message: 'there is no such to-do' });
    if (profile !== undefined && (profile === null || typeof profile !== 'object' || !('name' in profile)))
      return errAsync({ code: 'SETTINGS_INVALID', issues: [{ pointer: '/profile/name', message: 'is missing' }] });
    return okAsync({
      outcome: answer === null ? null : { kind: 'done', more: false },
      found: answer === null ? null : 'as-sent',
      remoteId: answer === null ? null : '7',
      refusal: null,
      exchanges: [{ ...exchange, response: answer }],
    });
  };
