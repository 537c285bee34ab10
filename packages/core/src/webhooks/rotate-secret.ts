import { err, errAsync, ok, safeTry } from 'neverthrow';
import type { Millis } from '../ports/instant.ts';
import { secretIssue } from './check-draft.ts';
import type { WebhooksContext } from './context.ts';
import { conflict, noEndpoint } from './problems.ts';
import { shownEndpoint } from './show-endpoint.ts';
import type { WebhookEndpoint } from './webhook.ts';
import type { Webhooks } from './webhooks.ts';

/** How long a secret that was replaced signs along. */
export const overlapMs: Millis = 24 * 3_600_000;

/** Each of them costs a signature with every message. */
const mostSecrets = 5;

/** Puts a new secret before those that there are. */
export const createRotateSecret =
  ({ transactor, clock, secrets, sender }: WebhooksContext): Webhooks['rotateSecret'] =>
  (tenant, code, given) => {
    const issue = given === null ? null : secretIssue(given);
    if (issue !== null) return errAsync(issue);
    const secret = given ?? sender.generateSecret();
    return transactor.run((stores) =>
      safeTry(async function* () {
        const before = yield* stores.webhookEndpoints.find(tenant, code);
        if (before === null) return err(noEndpoint(code));
        const now = clock.now();
        const older = before.secrets
          .filter(({ until }) => until === null || until > now)
          .map(({ sealed, until }) => ({ sealed, until: until ?? now + overlapMs }));
        const after: WebhookEndpoint = {
          ...before,
          secrets: [{ sealed: secrets.seal(secret), until: null }, ...older].slice(0, mostSecrets),
          revision: before.revision + 1,
          updatedAt: Math.max(now, before.updatedAt),
        };
        if (!(yield* stores.webhookEndpoints.save(after)))
          return err(conflict('It was changed by somebody else meanwhile.'));
        return ok({ endpoint: yield* shownEndpoint(stores, after), secret });
      }),
    );
  };
