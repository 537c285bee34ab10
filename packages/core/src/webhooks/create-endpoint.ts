import { err, errAsync, ok, safeTry } from 'neverthrow';
import { draftIssue, secretIssue } from './check-draft.ts';
import type { WebhooksContext } from './context.ts';
import { conflict, invalid } from './problems.ts';
import { shownEndpoint } from './show-endpoint.ts';
import type { WebhookEndpoint } from './webhook.ts';
import { webhookLaneConfig, webhookLaneName } from './webhook-lane.ts';
import type { Webhooks } from './webhooks.ts';

const mostEndpoints = 100;

/** Adds an endpoint, with a lane of its own. */
export const createCreateEndpoint =
  ({ transactor, clock, secrets, sender }: WebhooksContext): Webhooks['createEndpoint'] =>
  (tenant, draft, given) => {
    const { code, url } = draft;
    if (code === undefined) return errAsync(invalid('/code', 'is missing'));
    if (url === undefined) return errAsync(invalid('/url', 'is missing'));
    const issue = draftIssue(draft) ?? (given === null ? null : secretIssue(given));
    if (issue !== null) return errAsync(issue);
    const secret = given ?? sender.generateSecret();
    const now = clock.now();
    const enabled = draft.enabled ?? true;
    const endpoint: WebhookEndpoint = {
      tenant,
      code,
      name: draft.name ?? code,
      url,
      secrets: [{ sealed: secrets.seal(secret), until: null }],
      types: draft.types ?? null,
      enabled,
      disabledBecause: enabled ? null : 'hand',
      revision: 1,
      createdAt: now,
      updatedAt: now,
    };
    return transactor.run((stores) =>
      safeTry(async function* () {
        if ((yield* stores.webhookEndpoints.list(tenant)).length >= mostEndpoints)
          return err(conflict(`There are ${mostEndpoints} webhooks already, which is the most that there can be.`));
        if (!(yield* stores.webhookEndpoints.save(endpoint)))
          return err(conflict(`There is a webhook "${code}" already.`));
        const [lane] = yield* stores.lanes.ensure([{ tenant, name: webhookLaneName(code), config: webhookLaneConfig }]);
        if (lane !== undefined) yield* stores.lanes.setPaused(lane.id, !enabled);
        return ok({ endpoint: yield* shownEndpoint(stores, endpoint), secret });
      }),
    );
  };
