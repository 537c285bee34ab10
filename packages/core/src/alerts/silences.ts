import { err, errAsync, ok, safeTry } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { AlertSilence } from './alert-rule.ts';
import type { Alerts, InvalidAlert, SilenceRequest } from './alerts.ts';
import { enterTenant, type AlertsContext } from './context.ts';
import { invalid, notFound } from './problems.ts';

const yearMs = 366 * 24 * 3_600_000;

const silenceIssue = (
  { until, reason, subject }: Pick<SilenceRequest, 'until' | 'reason'> & { readonly subject?: string | null },
  now: Instant,
): InvalidAlert | null => {
  if (!(until > now && until <= now + yearMs)) return invalid('/until', 'must lie ahead, by a year at most');
  if (subject !== undefined && subject !== null && (subject.length < 1 || subject.length > 512))
    return invalid('/subject', 'must have 1 to 512 characters');
  return reason.trim().length > 0 && reason.length <= 500 ? null : invalid('/reason', 'must have 1 to 500 characters');
};

export const createListSilences =
  ({ transactor }: AlertsContext): Alerts['listSilences'] =>
  (tenant) =>
    transactor.run(({ alerts }) => alerts.silences(tenant));

export const createSilence =
  ({ transactor, clock, ids }: AlertsContext): Alerts['silence'] =>
  (tenant, request, by) => {
    const issue = silenceIssue(request, clock.now());
    if (issue !== null) return errAsync(issue);
    return transactor.run((stores) =>
      safeTry(async function* () {
        const { now, rules } = yield* enterTenant(stores, tenant);
        const { rule, subject, until, reason } = request;
        if (rule !== null && !rules.some(({ id }) => id === rule)) return err(notFound(`rule "${rule}"`));
        const silence: AlertSilence = { tenant, id: ids.next(), rule, subject, until, reason, by, createdAt: now };
        yield* stores.alerts.addSilence(silence);
        return ok(silence);
      }),
    );
  };

export const createSilenceAlert =
  ({ transactor, clock, ids }: AlertsContext): Alerts['silenceAlert'] =>
  (tenant, id, { until, reason }, by) => {
    const issue = silenceIssue({ until, reason }, clock.now());
    if (issue !== null) return errAsync(issue);
    return transactor.run((stores) =>
      safeTry(async function* () {
        const { now } = yield* enterTenant(stores, tenant);
        const [alert] = yield* stores.alerts.findAlerts(tenant, [id]);
        if (alert === undefined) return err(notFound('such alert'));
        const { rule, subject } = alert;
        const silence: AlertSilence = { tenant, id: ids.next(), rule, subject, until, reason, by, createdAt: now };
        yield* stores.alerts.addSilence(silence);
        return ok(silence);
      }),
    );
  };

export const createRemoveSilence =
  ({ transactor }: AlertsContext): Alerts['removeSilence'] =>
  (tenant, id) =>
    transactor.run(({ alerts }) =>
      safeTry(async function* () {
        return (yield* alerts.removeSilence(tenant, id)) ? ok(undefined) : err(notFound('such silence'));
      }),
    );
