import type { AlertRule, Alerts } from '@portico/core/alerts';
import { ResultAsync } from 'neverthrow';
import { isStorable } from '../../body/unstorable-text.ts';
import { pages } from '../addresses.ts';
import { readRuleForm, ruleField, ruleValues } from '../alert-rule-form.ts';
import type { ConsoleRoutes, SignedInVisit } from '../console-routes.ts';
import { field } from '../form.ts';
import { alertRulePage } from '../pages/alert-rule.ts';
import { alertsPage, type AlertsContent } from '../pages/alerts.ts';
import { silenceHours } from '../parts/silence-form.ts';
import type { FormErrors } from '../platform-form.ts';

const historySize = 30;
const hour = 3_600_000;
const isId = (text: string): boolean => /^[0-9A-Za-z-]{1,64}$/.test(text);
const idOf = ({ context }: SignedInVisit): string => context.req.param('id') ?? '';

/** What fires, the rules behind it, and keeping things quiet. */
export const addAlertRoutes = (routes: ConsoleRoutes, alerts: Alerts): void => {
  const showAll = async (visit: SignedInVisit, refused: AlertsContent['refused'] = null): Promise<Response> => {
    const { tenant } = visit.visitor;
    const given = visit.search.get('cursor')?.slice(0, 200) ?? '';
    const found = await ResultAsync.combine([
      alerts.list(tenant),
      alerts.listRules(tenant),
      alerts.listSilences(tenant),
      alerts.history(tenant, { rule: null, subject: null, firing: null }, given === '' ? null : given, historySize),
    ]);
    if (found.isErr()) return visit.fail(found.error);
    const [shown, rules, silences, history] = found.value;
    return visit.show(
      visit.view.texts.alerts.title,
      alertsPage(visit.view, { shown, rules, silences, history, refused }),
      refused === null ? 200 : 422,
    );
  };

  const withRule = async (visit: SignedInVisit, handle: (rule: AlertRule) => Promise<Response>): Promise<Response> => {
    const rules = await alerts.listRules(visit.visitor.tenant);
    if (rules.isErr()) return visit.fail(rules.error);
    const rule = rules.value.find(({ id }) => id === idOf(visit));
    return rule === undefined ? visit.fail({ code: 'PAGE_UNKNOWN' }) : handle(rule);
  };

  routes.page(pages.alerts, 'alerts:read', (visit) => showAll(visit));

  routes.page('/alerts/rules/:id', 'alerts:read', (visit) =>
    withRule(visit, (rule) =>
      visit.show(rule.name, alertRulePage(visit.view, { rule, values: ruleValues(rule), errors: {} })),
    ),
  );

  routes.form('/alerts/rules/:id', 'alerts:write', (visit, form) =>
    withRule(visit, async (rule) => {
      const again = (errors: FormErrors) =>
        visit.show(rule.name, alertRulePage(visit.view, { rule, values: form, errors }), 422);
      const draft = readRuleForm(form, rule, visit.view.texts);
      if (draft.isErr()) return again(draft.error);
      const given = Number(field(form, 'revision'));
      const revision = Number.isSafeInteger(given) && given > 0 ? given : null;
      const changed = await alerts.changeRule(visit.visitor.tenant, rule.id, draft.value, revision);
      if (changed.isOk()) return visit.goTo(pages.alertRule(rule.id), 'alert-rule-saved');
      if (changed.error.code === 'CONFLICT') return again({ '': visit.view.texts.platforms.conflict });
      if (changed.error.code !== 'INVALID') return visit.fail(changed.error);
      return again({ [ruleField(changed.error.pointer)]: changed.error.message });
    }),
  );

  for (const [action, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const) {
    routes.form(`/alerts/rules/:id/${action}`, 'alerts:write', async (visit) => {
      if (!isId(idOf(visit))) return visit.fail({ code: 'PAGE_UNKNOWN' });
      const changed = await alerts.changeRule(visit.visitor.tenant, idOf(visit), { enabled }, null);
      return changed.isErr() ? visit.fail(changed.error) : visit.goTo(pages.alerts, 'alert-rule-saved');
    });
  }

  routes.form(pages.silences, 'alerts:write', async (visit, form) => {
    const texts = visit.view.texts.alerts;
    const { tenant, name } = visit.visitor;
    const rule = field(form, 'rule');
    const subject = form.get('subject');
    const reason = field(form, 'reason');
    const hours = Number(field(form, 'hours'));
    const isSubject = subject === null || (subject.length >= 1 && subject.length <= 512 && isStorable(subject));
    if (!isId(rule) || !isSubject)
      return visit.fail({ code: 'INVALID', pointer: isSubject ? '/rule' : '/subject', message: texts.badChoice });
    const errors: FormErrors = {
      ...(silenceHours.includes(hours) ? {} : { hours: texts.badChoice }),
      ...(reason.length >= 1 && reason.length <= 500 && isStorable(reason) ? {} : { reason: texts.reasonNeeded }),
    };
    if (Object.keys(errors).length > 0) return showAll(visit, { rule, subject, errors, reason });
    const until = visit.view.now + hours * hour;
    const made = await alerts.silence(tenant, { rule, subject, until, reason }, name);
    return made.isErr() ? visit.fail(made.error) : visit.goTo(pages.alerts, 'alert-silenced');
  });

  routes.form('/alerts/silences/:id/end', 'alerts:write', async (visit) => {
    if (!isId(idOf(visit))) return visit.fail({ code: 'PAGE_UNKNOWN' });
    const ended = await alerts.removeSilence(visit.visitor.tenant, idOf(visit));
    return ended.isErr() ? visit.fail(ended.error) : visit.goTo(pages.alerts, 'silence-ended');
  });

  // A reload after a silence that had to be corrected asks for the page.
  routes.page(pages.silences, 'alerts:read', (visit) => Promise.resolve(visit.goTo(pages.alerts)));
};
