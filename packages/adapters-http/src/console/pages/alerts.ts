import type { Alert, AlertRule, AlertSilence, ShownAlert } from '@portico/core/alerts';
import { html } from 'hono/html';
import { pages, withQuery } from '../addresses.ts';
import { number, span } from '../format.ts';
import { postButton } from '../parts/button.ts';
import { empty } from '../parts/empty.ts';
import { icon } from '../parts/icon.ts';
import { live } from '../parts/live.ts';
import { silenceForm } from '../parts/silence-form.ts';
import { ago, exact } from '../parts/time.ts';
import type { FormErrors } from '../platform-form.ts';
import { may, type Html, type View } from '../view.ts';

export interface AlertsContent {
  readonly shown: readonly ShownAlert[];
  readonly rules: readonly AlertRule[];
  readonly silences: readonly AlertSilence[];
  readonly history: { readonly items: readonly Alert[]; readonly nextCursor: string | null };
  /** What was wrong with a silence, and with which. */
  readonly refused: {
    readonly rule: string;
    readonly subject: string | null;
    readonly errors: FormErrors;
    readonly reason: string;
  } | null;
}

const card = (
  view: View,
  { state, rule, silence }: ShownAlert,
  index: number,
  refused: AlertsContent['refused'],
): Html => {
  const { alerts, alertKind } = view.texts;
  const isFiring = state.phase === 'firing';
  const isClearing = isFiring && state.clearSince !== null;
  const tone = !isFiring ? 'busy' : isClearing || silence !== null ? 'warn' : 'bad';
  const mine = refused !== null && refused.rule === state.rule && refused.subject === state.subject ? refused : null;
  return html`<li class="card" data-phase="${state.phase}" data-rule="${state.rule}">
    <header>
      <div>
        <h3>${rule?.name ?? alerts.gone}</h3>
        <p class="quiet">
          <code>${state.subject}</code>${rule === null ? '' : html` · ${alertKind[rule.condition.kind]}`}
        </p>
      </div>
      <span class="badge tone-${tone}"
        >${icon(isFiring ? 'alert' : 'clock')}${isClearing ? alerts.clearing : isFiring ? alerts.firing : alerts.pending}</span
      >
    </header>
    <p class="said">${state.words}</p>
    <p class="quiet">
      ${alerts.since}
      ${ago(view, state.since)}${state.value === null ? '' : html` · ${alerts.value} ${number(view, state.value)}`}${
        !isFiring
          ? ''
          : state.toldAt === null
            ? html` · ${alerts.notTold}`
            : html` · ${alerts.told} ${ago(view, state.toldAt)}`
      }
    </p>
    ${
      silence === null
        ? may(view, 'alerts:write')
          ? silenceForm(view, {
              id: `a${index}`,
              rule: state.rule,
              subject: state.subject,
              errors: mine?.errors ?? {},
              reason: mine?.reason ?? '',
            })
          : ''
        : html`<p>${icon('eyeOff')} ${alerts.silenced} ${exact(view, silence.until)} · ${silence.reason}</p>`
    }
  </li>`;
};

const ruleRow = (view: View, rule: AlertRule): Html => {
  const { alerts, alertKind } = view.texts;
  const { id, name, enabled, condition, holdMs } = rule;
  const limit =
    condition.kind === 'oldest-due'
      ? ` > ${span(view, condition.aboveMs)}`
      : 'above' in condition
        ? ` > ${number(view, condition.above)}`
        : '';
  return html`<tr data-rule="${id}">
    <td class="subject">
      <a href="${pages.alertRule(id)}">${name}</a><span class="quiet"><code>${id}</code></span>
    </td>
    <td>${alertKind[condition.kind]}${limit}</td>
    <td class="nowrap quiet" data-label="${alerts.hold}">${holdMs === 0 ? '–' : span(view, holdMs)}</td>
    <td>
      <span class="badge tone-${enabled ? 'good' : 'calm'}"
        >${icon(enabled ? 'check' : 'stop')}${enabled ? alerts.on : alerts.off}</span
      >
    </td>
    ${
      may(view, 'alerts:write')
        ? html`<td>
            ${postButton({ label: enabled ? alerts.disable : alerts.enable, action: pages.alertRuleAction(id, enabled ? 'disable' : 'enable'), fields: {} })}
          </td>`
        : ''
    }
  </tr>`;
};

const ruleTable = (view: View, rules: readonly AlertRule[]): Html => {
  const { alerts } = view.texts;
  if (rules.length === 0) return html`<p class="quiet">${alerts.noRules}</p>`;
  return html`<div class="table-frame">
    <table class="stacks">
      <thead>
        <tr>
          <th scope="col">${alerts.rule}</th>
          <th scope="col">${alerts.looksFor}</th>
          <th scope="col">${alerts.hold}</th>
          <th scope="col">${alerts.state}</th>
          ${may(view, 'alerts:write') ? html`<th scope="col"><span class="visually-hidden">${alerts.enable}</span></th>` : ''}
        </tr>
      </thead>
      <tbody>
        ${rules.map((rule) => ruleRow(view, rule))}
      </tbody>
    </table>
  </div>`;
};

const silenceList = (view: View, { silences, rules }: AlertsContent): Html => {
  const { alerts } = view.texts;
  if (silences.length === 0) return html`<p class="quiet">${alerts.noSilences}</p>`;
  return html`<ul class="attention-list">
    ${silences.map(
      ({ id, rule, subject, until, reason, by }) =>
        html`<li class="attention-item" data-silence="${id}">
          <div class="attention-words">
            <strong
              >${rule === null ? alerts.everyRule : (rules.find((one) => one.id === rule)?.name ?? rule)} ·
              ${subject ?? alerts.everySubject}</strong
            >
            <span class="quiet">${alerts.until} ${exact(view, until)} · ${alerts.by} ${by} · ${reason}</span>
          </div>
          ${may(view, 'alerts:write') ? postButton({ label: alerts.end, icon: 'undo', action: pages.endSilence(id), fields: {} }) : ''}
        </li>`,
    )}
  </ul>`;
};

const historyTable = (view: View, { items, nextCursor }: AlertsContent['history']): Html => {
  const { alerts, alertEnd } = view.texts;
  if (items.length === 0) return html`<p class="quiet">${alerts.noHistory}</p>`;
  return html`<div class="table-frame">
      <table class="stacks">
        <thead>
          <tr>
            <th scope="col">${alerts.rule}</th>
            <th scope="col">${alerts.subject}</th>
            <th scope="col">${alerts.fired}</th>
            <th scope="col">${alerts.lasted}</th>
            <th scope="col">${alerts.ended}</th>
          </tr>
        </thead>
        <tbody>
          ${items.map(
            ({ id, name, subject, words, firedAt, resolvedAt, endedBy }) =>
              html`<tr data-alert="${id}">
                <td class="subject">${name}<span class="said">${words}</span></td>
                <td class="reason"><code>${subject}</code></td>
                <td class="nowrap quiet" data-label="${alerts.fired}">${exact(view, firedAt)}</td>
                <td class="nowrap quiet" data-label="${alerts.lasted}">
                  ${span(view, (resolvedAt ?? view.now) - firedAt)}
                </td>
                <td class="quiet">${endedBy === null ? alerts.still : alertEnd[endedBy]}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      nextCursor === null
        ? ''
        : html`<p class="paging">
            <a class="button plain" rel="next" href="${withQuery(pages.alerts, { cursor: nextCursor })}"
              >${alerts.older}</a
            >
          </p>`
    }`;
};

/** What fires, the rules behind it, what is kept quiet, and what fired before. */
export const alertsPage = (view: View, content: AlertsContent): Html => {
  const { alerts, common, webhooks } = view.texts;
  const { shown, rules, history, refused } = content;
  const sorted = shown.toSorted((a, b) => Number(a.state.phase === 'pending') - Number(b.state.phase === 'pending'));
  const create = may(view, 'webhooks:write')
    ? html`<a class="button plain" href="${pages.newWebhook}">${webhooks.create}</a>`
    : html``;
  return html`<div class="page-head">
      <h1>${alerts.title}</h1>
      <span class="live-hint">${common.liveUpdates}</span>
      <p class="quiet">${alerts.intro}</p>
    </div>
    ${live(
      view,
      'alert-list',
      view.liveMs * 3,
      sorted.length === 0
        ? empty(alerts.quiet, alerts.quietHelp, create)
        : html`<ul class="failure-list">
            ${sorted.map((one, index) => card(view, one, index, refused))}
          </ul>`,
    )}
    <section class="panel" aria-labelledby="rules">
      <h2 id="rules">${alerts.rules}</h2>
      ${ruleTable(view, rules)}
    </section>
    <section class="panel" aria-labelledby="silences">
      <h2 id="silences">${alerts.silences}</h2>
      ${silenceList(view, content)}
    </section>
    <section class="panel" aria-labelledby="history">
      <h2 id="history">${alerts.history}</h2>
      ${historyTable(view, history)}
    </section>`;
};
