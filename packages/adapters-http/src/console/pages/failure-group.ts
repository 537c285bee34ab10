import type {
  FailedObject,
  FailureRef,
  FailureReport,
  GroupDecision,
  Page,
  PlatformKind,
} from '@portico/core/task-center';
import { html } from 'hono/html';
import { apiPaths, pages } from '../addresses.ts';
import { curl } from '../curl.ts';
import { failureAddress, groupDecisions } from '../failure-query.ts';
import { number } from '../format.ts';
import { outcomeBadge, syncBadge } from '../parts/badge.ts';
import { hidden } from '../parts/button.ts';
import { curlDetails } from '../parts/curl-block.ts';
import { empty } from '../parts/empty.ts';
import { failedObject } from '../parts/failed-object.ts';
import { icon, type IconName } from '../parts/icon.ts';
import { ago } from '../parts/time.ts';
import { vendorWords } from '../parts/vendor-words.ts';
import { may, type Html, type View } from '../view.ts';

/** What is asked, or was done, about the group. */
export type GroupStep =
  | { readonly kind: 'look' }
  | { readonly kind: 'ask'; readonly decision: GroupDecision; readonly report: FailureReport }
  | { readonly kind: 'done'; readonly decision: GroupDecision; readonly report: FailureReport }
  | { readonly kind: 'off' };

export interface FailureGroupContent {
  readonly group: FailureRef;
  readonly name: string;
  readonly kind: PlatformKind | null;
  readonly page: Page<FailedObject>;
  readonly step: GroupStep;
}

const icons: Readonly<Record<GroupDecision, IconName>> = {
  'push-now': 'send',
  agree: 'check',
  ignore: 'eyeOff',
  withdraw: 'undo',
};
const questions = { 'push-now': 'askPush', agree: 'askAgree', ignore: 'askIgnore', withdraw: 'askWithdraw' } as const;

const send = (
  group: FailureRef,
  decision: GroupDecision,
  label: string,
  danger: boolean,
  cursor: string | null,
): Html =>
  html`<form class="inline" method="post" action="${pages.failureDecisions}">
    ${hidden({ ...group, decision, ...(cursor === null ? {} : { cursor }) })}<button
      class="button ${danger ? 'danger' : 'primary'}"
      type="submit"
    >
      ${icon(icons[decision])}${label}
    </button>
  </form>`;

const asked = (view: View, group: FailureRef, decision: GroupDecision, { matched }: FailureReport): Html => {
  const { failures, decision: words } = view.texts;
  const count = number(view, matched);
  return html`<section class="panel tone-warn" id="trial" role="status" data-matched="${matched}">
    <h2>${matched === 0 ? failures.trialNothing : failures.trial(words[decision], count)}</h2>
    ${matched === 0 ? '' : html`<p>${failures[questions[decision]]}</p>`}
    <div class="row-actions">
      ${matched === 0 ? '' : send(group, decision, failures.confirm(words[decision], count), decision === 'withdraw', null)}<a
        class="button plain"
        href="${failureAddress(group)}"
        >${failures.cancel}</a
      >
    </div>
  </section>`;
};

const done = (view: View, group: FailureRef, decision: GroupDecision, report: FailureReport): Html => {
  const { failures } = view.texts;
  return html`<section class="panel tone-good" id="report" role="status" data-decided="${report.decided}">
    <h2>${failures.reportTitle}</h2>
    <p>${failures.report(number(view, report.decided), number(view, report.skipped))}</p>
    ${
      report.nextCursor === null
        ? ''
        : html`<p>${failures.reportMore}</p>
            <div class="row-actions">
              ${send(group, decision, failures.goOn, decision === 'withdraw', report.nextCursor)}
            </div>`
    }
  </section>`;
};

const choices = (view: View, group: FailureRef): Html => {
  const { failures, decision: words } = view.texts;
  return html`<section class="panel" aria-labelledby="bulk">
    <h2 id="bulk">${failures.bulk}</h2>
    <p class="quiet">${failures.bulkHelp}</p>
    <div class="row-actions">
      ${groupDecisions.map(
        (decision) =>
          html`<a
            class="button ${decision === 'push-now' ? 'primary' : decision === 'withdraw' ? 'danger' : 'plain'}"
            href="${failureAddress(group, { ask: decision })}"
            >${icon(icons[decision])}${words[decision]}…</a
          >`,
      )}
    </div>
    ${curlDetails(view, [
      {
        id: 'bulk-curl',
        title: failures.curl,
        command: curl(view, {
          method: 'POST',
          path: apiPaths.failureDecisions,
          body: { ...group, decision: 'push-now', trial: true },
        }),
      },
    ])}
  </section>`;
};

const objects = (view: View, group: FailureRef, { items, nextCursor }: Page<FailedObject>): Html => {
  const { failures } = view.texts;
  return html`<section aria-labelledby="objects">
    <h2 id="objects">${failures.list}</h2>
    <div class="table-frame">
      <table class="stacks">
        <thead>
          <tr>
            <th scope="col">${failures.matter}</th>
            <th scope="col">${failures.said}</th>
            <th scope="col">${failures.words}</th>
          </tr>
        </thead>
        <tbody>
          ${items.map((item) => {
            const [last] = item.attempts;
            return html`<tr>
              <td class="subject">${failedObject(view, item)}</td>
              <td class="nowrap">
                ${last === undefined ? '–' : html`${outcomeBadge(view, last.outcome)} ${ago(view, last.claimedAt)}`}
              </td>
              <td class="reason">${last?.reason ?? ''}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
    ${
      nextCursor === null
        ? ''
        : html`<p class="paging">
            <a class="button plain" rel="next" href="${failureAddress(group, { cursor: nextCursor })}"
              >${failures.nextPage}</a
            >
          </p>`
    }
  </section>`;
};

const stepOf = (view: View, group: FailureRef, step: GroupStep): Html => {
  if (step.kind === 'ask') return asked(view, group, step.decision, step.report);
  if (step.kind === 'done') return done(view, group, step.decision, step.report);
  return step.kind === 'off'
    ? html`<p class="warning" role="status">${icon('alert')}${view.texts.failures.platformOff}</p>`
    : html``;
};

/** One group of failures: what it means, what can be decided about all of it, and what is in it. */
export const failureGroupPage = (view: View, { group, name, kind, page, step }: FailureGroupContent): Html => {
  const { failures, syncMeaning } = view.texts;
  const words = page.items[0]?.attempts[0]?.reason ?? group.cause;
  return html`<div class="page-head">
      <p class="crumbs"><a href="${pages.failures}">${failures.title}</a></p>
      <h1 class="cause">${group.cause === '' ? failures.noCause : group.cause}</h1>
      <p class="badges">${syncBadge(view, group.standing)}<a href="${pages.platform(group.platform)}">${name}</a></p>
    </div>
    ${stepOf(view, group, step)}
    <section class="panel" aria-label="${failures.meaning}">
      ${vendorWords(view, kind, words, syncMeaning[group.standing])}
    </section>
    ${page.items.length === 0 ? empty(failures.emptyOther, failures.emptyOtherHelp) : html`${may(view, 'todos:write') && step.kind !== 'ask' ? choices(view, group) : ''}${objects(view, group, page)}`}`;
};
