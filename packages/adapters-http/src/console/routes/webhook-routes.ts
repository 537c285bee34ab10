import { parseTimestamp } from '@portico/core/workflow';
import type { ShownWebhook, Webhooks } from '@portico/core/webhooks';
import { pages } from '../addresses.ts';
import type { ConsoleRoutes, SignedInVisit } from '../console-routes.ts';
import { field } from '../form.ts';
import { webhookMessagePage, webhookPage, type WebhookContent } from '../pages/webhook.ts';
import { newWebhookPage, webhooksPage } from '../pages/webhooks.ts';
import type { FormErrors } from '../platform-form.ts';
import { readWebhookForm, webhookErrors, webhookValues } from '../webhook-form.ts';

const pageSize = 30;
const codeOf = ({ context }: SignedInVisit): string => context.req.param('code') ?? '';
const idOf = ({ context }: SignedInVisit): string => context.req.param('id') ?? '';
const isCode = (text: string): boolean => /^[a-z0-9-]{1,63}$/.test(text);
const isMessage = (text: string): boolean => /^[0-9A-Za-z-]{1,64}$/.test(text);

/** Who is told over HTTP, what they were told, and telling it again. */
export const addWebhookRoutes = (routes: ConsoleRoutes, webhooks: Webhooks): void => {
  const showOne = async (
    visit: SignedInVisit,
    webhook: ShownWebhook,
    more: Partial<Pick<WebhookContent, 'values' | 'errors' | 'secret' | 'replayed'>> = {},
  ): Promise<Response> => {
    const { values = webhookValues(webhook), errors = {}, secret = null, replayed = null } = more;
    const undelivered = visit.search.get('only') === 'undelivered';
    const given = visit.search.get('cursor')?.slice(0, 200) ?? '';
    const page = await webhooks.listMessages(
      visit.visitor.tenant,
      { endpoint: webhook.code, type: null, delivered: undelivered ? false : null },
      given === '' ? null : given,
      pageSize,
    );
    if (page.isErr()) return visit.fail(page.error);
    return visit.show(
      webhook.name,
      webhookPage(visit.view, { webhook, values, errors, page: page.value, undelivered, secret, replayed }),
      Object.keys(errors).length > 0 ? 422 : 200,
    );
  };

  /** What a page about one webhook begins with. */
  const withWebhook = async (
    visit: SignedInVisit,
    handle: (webhook: ShownWebhook) => Promise<Response>,
  ): Promise<Response> => {
    const code = codeOf(visit);
    if (!isCode(code)) return visit.fail({ code: 'PAGE_UNKNOWN' });
    const found = await webhooks.showEndpoint(visit.visitor.tenant, code);
    return found.isErr() ? visit.fail(found.error) : handle(found.value);
  };

  routes.page(pages.webhooks, 'webhooks:read', async (visit) => {
    const found = await webhooks.listEndpoints(visit.visitor.tenant);
    if (found.isErr()) return visit.fail(found.error);
    return visit.show(visit.view.texts.webhooks.title, webhooksPage(visit.view, found.value));
  });

  routes.page(pages.newWebhook, 'webhooks:write', (visit) =>
    visit.show(visit.view.texts.webhooks.create, newWebhookPage(visit.view, webhookValues(null), {})),
  );

  routes.form(pages.newWebhook, 'webhooks:write', async (visit, form) => {
    const again = (errors: FormErrors) =>
      visit.show(visit.view.texts.webhooks.create, newWebhookPage(visit.view, form, errors), 422);
    const made = await webhooks.createEndpoint(visit.visitor.tenant, readWebhookForm(form, true), null);
    // The secret is on this answer and nowhere else, so that no redirection may follow.
    if (made.isOk()) return showOne(visit, made.value.endpoint, { secret: made.value.secret });
    const errors = made.error.code === 'CONFLICT' ? { code: made.error.message } : webhookErrors(made.error);
    return errors === null ? visit.fail(made.error) : again(errors);
  });

  routes.page('/webhooks/:code', 'webhooks:read', (visit) => withWebhook(visit, (webhook) => showOne(visit, webhook)));

  routes.form('/webhooks/:code', 'webhooks:write', (visit, form) =>
    withWebhook(visit, async (webhook) => {
      const given = Number(field(form, 'revision'));
      const revision = Number.isSafeInteger(given) && given > 0 ? given : null;
      const draft = readWebhookForm(form, false);
      const changed = await webhooks.changeEndpoint(visit.visitor.tenant, webhook.code, draft, revision);
      if (changed.isOk()) return visit.goTo(pages.webhook(webhook.code), 'webhook-saved');
      const errors = webhookErrors(changed.error, visit.view.texts.platforms.conflict);
      return errors === null ? visit.fail(changed.error) : showOne(visit, webhook, { values: form, errors });
    }),
  );

  for (const [action, enabled, notice] of [
    ['enable', true, 'webhook-enabled'],
    ['disable', false, 'webhook-disabled'],
  ] as const) {
    routes.form(`/webhooks/:code/${action}`, 'webhooks:write', (visit) =>
      withWebhook(visit, async ({ code }) => {
        const changed = await webhooks.changeEndpoint(visit.visitor.tenant, code, { enabled }, null);
        return changed.isErr() ? visit.fail(changed.error) : visit.goTo(pages.webhook(code), notice);
      }),
    );
  }

  routes.form('/webhooks/:code/remove', 'webhooks:write', (visit) =>
    withWebhook(visit, async ({ code }) => {
      const removed = await webhooks.removeEndpoint(visit.visitor.tenant, code);
      return removed.isErr() ? visit.fail(removed.error) : visit.goTo(pages.webhooks, 'webhook-removed');
    }),
  );

  routes.form('/webhooks/:code/rotate', 'webhooks:write', (visit) =>
    withWebhook(visit, async ({ code }) => {
      const made = await webhooks.rotateSecret(visit.visitor.tenant, code, null);
      return made.isErr() ? visit.fail(made.error) : showOne(visit, made.value.endpoint, { secret: made.value.secret });
    }),
  );

  routes.form('/webhooks/:code/test', 'webhooks:write', (visit) =>
    withWebhook(visit, async ({ code }) => {
      const sent = await webhooks.pingEndpoint(visit.visitor.tenant, code);
      return sent.isErr()
        ? visit.fail(sent.error)
        : visit.goTo(pages.webhookMessage(code, sent.value.message.id), 'webhook-tested');
    }),
  );

  routes.form('/webhooks/:code/replay', 'webhooks:write', (visit, form) =>
    withWebhook(visit, async (webhook) => {
      const since = parseTimestamp(field(form, 'since'), visit.view.timezone);
      if (since === null) {
        const values = webhookValues(webhook);
        values.set('since', field(form, 'since').slice(0, 100));
        return showOne(visit, webhook, { values, errors: { since: visit.view.texts.repush.badTime } });
      }
      const from = field(form, 'cursor');
      const cursor = isMessage(from) ? from : null;
      const replayed = await webhooks.replayUndelivered(visit.visitor.tenant, webhook.code, since, cursor);
      if (replayed.isErr()) return visit.fail(replayed.error);
      const values = webhookValues(webhook);
      if (replayed.value.more) values.set('since', field(form, 'since'));
      return showOne(visit, webhook, { values, replayed: replayed.value });
    }),
  );

  routes.page('/webhooks/:code/messages/:id', 'webhooks:read', async (visit) => {
    if (!isCode(codeOf(visit)) || !isMessage(idOf(visit))) return visit.fail({ code: 'PAGE_UNKNOWN' });
    const found = await webhooks.showMessage(visit.visitor.tenant, codeOf(visit), idOf(visit));
    if (found.isErr()) return visit.fail(found.error);
    const { message: shown, attempts } = found.value;
    return visit.show(shown.message.type, webhookMessagePage(visit.view, { shown, attempts }));
  });

  routes.form('/webhooks/:code/messages/:id/replay', 'webhooks:write', async (visit) => {
    const [code, id] = [codeOf(visit), idOf(visit)];
    if (!isCode(code) || !isMessage(id)) return visit.fail({ code: 'PAGE_UNKNOWN' });
    const replayed = await webhooks.replayMessage(visit.visitor.tenant, code, id);
    return replayed.isErr()
      ? visit.fail(replayed.error)
      : visit.goTo(pages.webhookMessage(code, id), 'message-replayed');
  });

  // A reload after an action asks for the page; the secret is not shown a second time.
  for (const action of ['rotate', 'replay', 'test'] as const)
    routes.page(`/webhooks/:code/${action}`, 'webhooks:read', (visit) =>
      Promise.resolve(visit.goTo(pages.webhook(codeOf(visit)))),
    );
};
