import { err, errAsync, ok, safeTry } from 'neverthrow';
import { mostOrigins, type SignInContext } from './context.ts';
import type { ReturnOrigin } from './model.ts';
import { readOrigin } from './return-target.ts';
import { conflict, invalid, notFound, shownReturnOrigin } from './shown.ts';
import type { SignIn } from './sign-in.ts';

export const createListReturnOrigins =
  ({ transactor }: SignInContext): SignIn['listReturnOrigins'] =>
  (tenant) =>
    transactor.run((stores) => stores.returnOrigins.list(tenant)).map((origins) => origins.map(shownReturnOrigin));

export const createPutReturnOrigin =
  ({ transactor, secrets, signInSecrets, clock }: SignInContext): SignIn['putReturnOrigin'] =>
  (tenant, draft) => {
    const read = readOrigin(draft.origin);
    if (read.isErr()) return errAsync(invalid('/origin', read.error.message));
    const { name } = draft;
    if (name !== undefined && (name.trim() === '' || name.length > 255 || !name.isWellFormed() || name.includes('\0')))
      return errAsync(invalid('/name', 'must have 1 to 255 characters'));
    const origin = read.value;
    const now = clock.now();
    // Made before the transaction, which may run more than once.
    const fresh = signInSecrets.random();
    const sealed = secrets.seal(fresh);
    return transactor.run((stores) =>
      safeTry(async function* () {
        const before = yield* stores.returnOrigins.find(tenant, origin);
        if (before === null && (yield* stores.returnOrigins.list(tenant)).length >= mostOrigins)
          return err(conflict(`A tenant has at most ${mostOrigins} return origins.`));
        const renewed = before === null || draft.newSecret === true;
        const after: ReturnOrigin = {
          tenant,
          origin,
          name: name ?? before?.name ?? origin,
          handOver: draft.handOver ?? before?.handOver ?? 'token',
          secret: renewed ? sealed : before.secret,
          enabled: draft.enabled ?? before?.enabled ?? true,
          revision: (before?.revision ?? 0) + 1,
          createdAt: before?.createdAt ?? now,
          updatedAt: now,
        };
        if (!(yield* stores.returnOrigins.save(after)))
          return err(conflict('It was changed by somebody else meanwhile.'));
        return ok({ origin: shownReturnOrigin(after), secret: renewed ? fresh : null });
      }),
    );
  };

export const createRemoveReturnOrigin =
  ({ transactor }: SignInContext): SignIn['removeReturnOrigin'] =>
  (tenant, origin) =>
    transactor
      .run((stores) => stores.returnOrigins.remove(tenant, origin))
      .andThen((removed) => (removed ? ok(undefined) : err(notFound(`return origin "${origin}"`))));
