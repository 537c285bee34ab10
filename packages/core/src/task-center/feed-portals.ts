import { err, ok, safeTry } from 'neverthrow';
import type { FeedDependencies } from './feed-context.ts';
import { changedPortal, newPortal } from './feed-portal-draft.ts';
import type { Portal } from './feed-portal.ts';
import type { Feed, ShownPortal } from './feed.ts';
import { conflict, notFound } from './problems.ts';

const mostPortals = 50;

const shownPortal = ({ authCode, ...portal }: Portal): ShownPortal => ({ ...portal, hasAuthCode: authCode !== null });

export const createListPortals =
  ({ transactor }: FeedDependencies): Feed['listPortals'] =>
  (tenant) =>
    transactor.run(({ portals }) => portals.list(tenant)).map((all) => all.map(shownPortal));

export const createShowPortal =
  ({ transactor }: FeedDependencies): Feed['showPortal'] =>
  (tenant, code) =>
    transactor
      .run(({ portals }) => portals.find(tenant, code))
      .andThen((found) => (found === null ? err(notFound(`portal "${code}"`)) : ok(shownPortal(found))));

export const createCreatePortal =
  ({ transactor, secrets, templates, clock }: FeedDependencies): Feed['createPortal'] =>
  (tenant, draft) =>
    newPortal(tenant, draft, { secrets, templates, now: clock.now() }).asyncAndThen((portal) =>
      transactor.run(({ portals }) =>
        safeTry(async function* () {
          if ((yield* portals.list(tenant)).length >= mostPortals)
            return err(conflict(`A tenant has at most ${mostPortals} portals.`));
          if (!(yield* portals.save(portal))) return err(conflict(`There is a portal "${portal.code}" already.`));
          return ok(shownPortal(portal));
        }),
      ),
    );

export const createChangePortal =
  ({ transactor, secrets, templates, clock }: FeedDependencies): Feed['changePortal'] =>
  (tenant, code, draft, revision) =>
    transactor.run(({ portals }) =>
      safeTry(async function* () {
        const before = yield* portals.find(tenant, code);
        if (before === null) return err(notFound(`portal "${code}"`));
        if (revision !== null && revision !== before.revision)
          return err(conflict(`It is at revision ${before.revision}; the change was made to revision ${revision}.`));
        const changed = changedPortal(before, draft, { secrets, templates, now: clock.now() });
        if (changed.isErr()) return err(changed.error);
        if (!(yield* portals.save(changed.value))) return err(conflict('It was changed by somebody else meanwhile.'));
        return ok(shownPortal(changed.value));
      }),
    );

export const createRemovePortal =
  ({ transactor }: FeedDependencies): Feed['removePortal'] =>
  (tenant, code) =>
    transactor
      .run(({ portals }) => portals.remove(tenant, code))
      .andThen((removed) => (removed ? ok(undefined) : err(notFound(`portal "${code}"`))));
