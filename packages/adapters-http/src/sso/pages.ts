import type { FeedCounts, FeedState, Todo } from '@portico/core/task-center';
import type { PersonSession } from '@portico/core/sign-in';
import { html } from 'hono/html';
import { assetAddress } from '../console/assets.ts';
import { fullTime } from '../console/format.ts';
import type { Html } from '../console/view.ts';
import type { Language } from '../problems/problems.ts';
import { ssoTexts, type SsoProblem } from './texts.ts';

/** What a page needs to know of its visit. */
export interface SsoView {
  readonly language: Language;
  readonly timezone: string;
  readonly requestId: string;
}

const frame = ({ language }: SsoView, title: string, content: Html, account: Html | '' = ''): Html =>
  html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="${assetAddress('icon.svg')}" type="image/svg+xml" />
        <link rel="stylesheet" href="${assetAddress('console.css')}" />
      </head>
      <body>
        <header class="top">
          <span class="brand"><img src="${assetAddress('icon.svg')}" alt="" width="22" height="22" /></span>${account}
        </header>
        <main id="main">${content}</main>
      </body>
    </html>`;

/** Says what went wrong, and how to go on. `again`: where to begin anew; null where that makes no sense. */
export const problemPage = (view: SsoView, problem: SsoProblem, again: string | null): Html => {
  const texts = ssoTexts[view.language];
  const { title, advice } = texts.problems[problem];
  return frame(
    view,
    title,
    html`<h1>${title}</h1>
      <p>${advice}</p>
      ${again === null ? '' : html`<p><a class="button primary" href="${again}">${texts.again}</a></p>`}
      <p class="quiet">${texts.requestId(view.requestId)}</p>`,
  );
};

/** The ways to sign in, for tenants that have several. */
export const choicePage = (
  view: SsoView,
  choices: readonly { readonly name: string; readonly href: string }[],
): Html => {
  const texts = ssoTexts[view.language];
  return frame(
    view,
    texts.choose,
    html`<h1>${texts.choose}</h1>
      <p>${texts.chooseHint}</p>
      <ul>
        ${choices.map(({ name, href }) => html`<li><a href="${href}">${name}</a></li>`)}
      </ul>`,
  );
};

const signOutForm = (view: SsoView): Html =>
  html`<form method="post" action="/sso/logout">
    <button class="button" type="submit">${ssoTexts[view.language].signOut}</button>
  </form>`;

export const askSignOutPage = (view: SsoView): Html => {
  const texts = ssoTexts[view.language];
  return frame(
    view,
    texts.signOut,
    html`<h1>${texts.reallySignOut}</h1>
      ${signOutForm(view)}`,
  );
};

export const signedOutPage = (view: SsoView, providerUrl: string | null): Html => {
  const texts = ssoTexts[view.language];
  return frame(
    view,
    texts.signedOut,
    html`<h1>${texts.signedOut}</h1>
      <p>${texts.signedOutHint}</p>
      ${providerUrl === null ? '' : html`<p><a href="${providerUrl}" rel="noreferrer">${texts.signOutThere}</a></p>`}`,
  );
};

export interface TodosShown {
  readonly session: PersonSession;
  readonly state: FeedState;
  readonly counts: FeedCounts;
  readonly items: readonly { readonly todo: Todo; readonly href: string | null }[];
  readonly next: string | null;
}

const todoRow = (view: SsoView, { todo, href }: TodosShown['items'][number]): Html => {
  const texts = ssoTexts[view.language];
  const from = todo.sender === null ? '' : html` · ${texts.from(todo.sender.name)}`;
  return html`<tr>
    <td class="subject">
      ${href === null ? html`<span>${todo.title}</span>` : html`<a href="${href}" rel="noreferrer">${todo.title}</a>`}
      <span>${todo.processName} · ${todo.nodeName}${from}</span>
    </td>
    <td>${texts.urgency[todo.urgency]}</td>
    <td class="nowrap">${fullTime(view, todo.createdAt)}</td>
  </tr>`;
};

const todoTable = (view: SsoView, items: TodosShown['items']): Html => {
  const texts = ssoTexts[view.language];
  return html`<div class="table-frame">
    <table>
      <thead>
        <tr>
          <th scope="col">${texts.title}</th>
          <th scope="col">${texts.urgencyTitle}</th>
          <th scope="col">${texts.since}</th>
        </tr>
      </thead>
      <tbody>
        ${items.map((item) => todoRow(view, item))}
      </tbody>
    </table>
  </div>`;
};

/** What a person has to do, and has done. */
export const todosPage = (view: SsoView, { session, state, counts, items, next }: TodosShown): Html => {
  const texts = ssoTexts[view.language];
  const tab = (of: 'open' | 'done'): Html =>
    html`<a class="chip" href="?state=${of}" ${of === state ? html` aria-current="page"` : ''}
      >${texts.states[of]} ${counts[of]}</a
    >`;
  return frame(
    view,
    texts.todos,
    html`<h1>${texts.todos}</h1>
      <nav class="chips" aria-label="${texts.todos}">${tab('open')}${tab('done')}</nav>
      ${items.length === 0 ? html`<p>${texts.nothing}</p>` : todoTable(view, items)}
      ${next === null ? '' : html`<p><a href="${next}">${texts.more}</a></p>`}`,
    html`<div class="account">
      <span>${texts.signedInAs(session.name ?? session.personId)}</span>
      <form class="inline" method="post" action="/sso/logout">
        <button class="link" type="submit">${texts.signOut}</button>
      </form>
    </div>`,
  );
};
