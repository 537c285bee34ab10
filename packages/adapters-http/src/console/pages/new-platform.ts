import type { PlatformKind } from '@portico/core/task-center';
import { html } from 'hono/html';
import { pages, withQuery } from '../addresses.ts';
import { errorSummary } from '../parts/error-summary.ts';
import { platformFields } from '../parts/platform-fields.ts';
import type { FormErrors } from '../platform-form.ts';
import type { Html, View } from '../view.ts';

const head = (view: View): Html =>
  html`<div class="page-head">
    <p class="crumbs"><a href="${pages.platforms}">${view.texts.platforms.title}</a></p>
    <h1>${view.texts.platforms.create}</h1>
  </div>`;

/** First step: what kind of platform. */
export const chooseKindPage = (view: View, kinds: readonly PlatformKind[]): Html => {
  const { platforms } = view.texts;
  return html`${head(view)}
    <h2>${platforms.chooseKind}</h2>
    <ul class="kinds">
      ${kinds.map(
        ({ kind, name, contract }) =>
          html`<li>
            <a class="card" href="${withQuery(pages.newPlatform, { kind })}"
              ><strong>${name[view.language]}</strong><code>${kind}</code
              ><span class="quiet">${platforms[contract]}</span></a
            >
          </li>`,
      )}
    </ul>`;
};

export interface NewPlatformContent {
  readonly kind: PlatformKind;
  readonly values: URLSearchParams;
  readonly errors: FormErrors;
}

/** Second step: its settings. */
export const newPlatformPage = (view: View, { kind, values, errors }: NewPlatformContent): Html => {
  const { platforms } = view.texts;
  return html`${head(view)}
    <p class="quiet">
      ${kind.name[view.language]} <code>${kind.kind}</code> · ${platforms[kind.contract]} ·
      <a href="${pages.newPlatform}">${platforms.chooseKind}</a>
    </p>
    ${errorSummary(view, errors)}
    <form class="panel form" method="post" action="${pages.newPlatform}">
      <input type="hidden" name="kind" value="${kind.kind}" />
      ${platformFields(view, { kind, values, errors, secretNames: [], isNew: true })}
      <p class="form-actions"><button class="button primary" type="submit">${platforms.create}</button></p>
    </form>`;
};
