import { err, ok, safeTry, type Result } from 'neverthrow';
import type { SignInContext } from './context.ts';
import type { SessionPlace } from './ports.ts';
import { invalid, notFound } from './shown.ts';
import type { SignIn, SignInInvalid } from './sign-in.ts';

const bounded = (limit: number): number => Math.min(200, Math.max(1, Math.trunc(limit) || 1));

const unreadable = invalid('/cursor', 'This is no cursor of this list.');

const readPlace = (cursor: string | null): Result<SessionPlace | null, SignInInvalid> => {
  if (cursor === null) return ok(null);
  const [, createdAt, id] = /^(\d{1,15})\.([A-Za-z0-9_-]{1,64})$/u.exec(cursor) ?? [];
  return createdAt === undefined || id === undefined ? err(unreadable) : ok({ createdAt: Number(createdAt), id });
};

export const createListSessions =
  ({ transactor }: SignInContext): SignIn['listSessions'] =>
  (tenant, personId, cursor, limit) =>
    safeTry(async function* () {
      const after = yield* readPlace(cursor);
      const wanted = bounded(limit);
      const items = yield* transactor.run((stores) => stores.personSessions.list(tenant, personId, after, wanted));
      const last = items.length < wanted ? undefined : items.at(-1);
      return ok({ items, nextCursor: last === undefined ? null : `${last.createdAt}.${last.id}` });
    });

export const createEndSession =
  ({ transactor }: SignInContext): SignIn['endSession'] =>
  (tenant, id) =>
    transactor
      .run((stores) => stores.personSessions.end(id, tenant))
      .andThen((ended) => (ended ? ok(undefined) : err(notFound('such session'))));

export const createListLog =
  ({ transactor }: SignInContext): SignIn['listLog'] =>
  (tenant, filter, cursor, limit) =>
    safeTry(async function* () {
      if (cursor !== null && !/^\d{1,15}$/u.test(cursor)) return err(unreadable);
      const wanted = bounded(limit);
      const before = cursor === null ? null : Number(cursor);
      const items = yield* transactor.run((stores) => stores.signInLog.list(tenant, filter, before, wanted));
      const last = items.length < wanted ? undefined : items.at(-1);
      return ok({ items, nextCursor: last === undefined ? null : String(last.id) });
    });
