import { todoId, type FailedObject, type FailureGroup } from '@portico/core/task-center';
import type { Attempt, Exchange } from '@portico/core/work';
import { html } from 'hono/html';
import { pages } from '../addresses.ts';
import { failureAddress } from '../failure-query.ts';
import { postButton } from '../parts/button.ts';
import { empty } from '../parts/empty.ts';
import { exchange } from '../parts/exchange.ts';
import { failedObject } from '../parts/failed-object.ts';
import { outcomeBadge } from '../parts/badge.ts';
import { exact } from '../parts/time.ts';
import { may, type Html, type View } from '../view.ts';

/** An object that cannot be decided, with the group that it is of. */
export interface Undecided {
  readonly group: FailureGroup;
  readonly item: FailedObject;
}

export interface UndecidableContent {
  readonly items: readonly Undecided[];
  /** Groups of which not everything is shown. */
  readonly more: readonly FailureGroup[];
  readonly names: ReadonlyMap<string, string>;
}

/** The attempt that may have had an effect: the latest that sent something. */
const sentIn = (attempts: readonly Attempt[]): Attempt | null =>
  attempts.find(({ exchanges }) => exchanges.some(({ purpose }) => purpose === 'push')) ??
  attempts.find(({ outcome }) => outcome === 'unknown' || outcome === 'interrupted') ??
  null;

const readBackIn = (attempts: readonly Attempt[]): Exchange | null =>
  attempts.flatMap(({ exchanges }) => exchanges).find(({ purpose }) => purpose === 'read-back') ?? null;

const evidence = (view: View, attempts: readonly Attempt[]): Html => {
  const { undecidable } = view.texts;
  const sent = sentIn(attempts);
  const push = sent?.exchanges.find(({ purpose }) => purpose === 'push');
  const readBack = readBackIn(attempts);
  return html`${
      sent === null
        ? ''
        : html`<p class="badges">
            ${outcomeBadge(view, sent.outcome)}<span>${undecidable.sentAt} ${exact(view, sent.claimedAt)}</span
            >${sent.reason === null ? '' : html`<span class="reason">${sent.reason}</span>`}
          </p>`
    }
    ${push === undefined ? html`<p class="quiet">${undecidable.noSent}</p>` : exchange(view, push)}
    <h3>${undecidable.readBack}</h3>
    ${readBack === null ? html`<p class="quiet">${undecidable.noReadBack}</p>` : exchange(view, readBack)}`;
};

const choice = (view: View, { group: { platform } }: Undecided, id: string, decision: 'agree' | 'push-now'): Html => {
  const { undecidable, decision: words } = view.texts;
  const isThere = decision === 'agree';
  return html`<div class="choice">
    <h3>${isThere ? undecidable.isThere : undecidable.isNotThere}</h3>
    <p>${isThere ? undecidable.isThereHelp : undecidable.isNotThereHelp}</p>
    ${postButton({
      label: words[decision],
      icon: isThere ? 'check' : 'send',
      action: pages.decide(id),
      fields: { decision, platform, next: view.here },
      kind: 'primary',
    })}
  </div>`;
};

const card = (view: View, undecided: Undecided, name: string): Html => {
  const { undecidable } = view.texts;
  const { group, item } = undecided;
  const [todo] = item.todos;
  return html`<article class="card undecided" data-key="${item.key}">
    <header>
      <div>
        <p class="quiet">${name}</p>
        <h2>${failedObject(view, item)}</h2>
      </div>
    </header>
    ${evidence(view, item.attempts)}
    ${
      todo === undefined
        ? html`<p class="quiet">${undecidable.gone} <a href="${failureAddress(group)}">${undecidable.whole}</a></p>`
        : may(view, 'todos:write')
          ? html`<p class="quiet">${undecidable.lookThere}</p>
              <div class="choices">
                ${choice(view, undecided, todoId(todo.taskId, todo.assignee.id), 'agree')}
                ${choice(view, undecided, todoId(todo.taskId, todo.assignee.id), 'push-now')}
              </div>`
          : ''
    }
  </article>`;
};

/** What only a person can decide, with everything that is known of it. */
export const undecidablePage = (view: View, { items, more, names }: UndecidableContent): Html => {
  const { undecidable, failures } = view.texts;
  const nameOf = (platform: string): string => names.get(platform) ?? platform;
  return html`<div class="page-head">
      <p class="crumbs"><a href="${pages.failures}">${failures.title}</a></p>
      <h1>${undecidable.title}</h1>
      <p class="quiet">${undecidable.intro}</p>
    </div>
    ${
      items.length === 0
        ? empty(undecidable.empty, undecidable.emptyHelp)
        : items.map((undecided) => card(view, undecided, nameOf(undecided.group.platform)))
    }
    ${
      more.length === 0
        ? ''
        : html`<p class="paging">
            ${more.map((group) => html`<a class="button plain" href="${failureAddress(group)}">${nameOf(group.platform)}: ${undecidable.whole}</a>`)}
          </p>`
    }`;
};
