import type { ShownSource, SourceKind } from '@portico/core/sources';
import { html } from 'hono/html';
import { pages, withQuery } from '../addresses.ts';
import { empty } from '../parts/empty.ts';
import { errorSummary } from '../parts/error-summary.ts';
import { icon } from '../parts/icon.ts';
import { live } from '../parts/live.ts';
import { sourceFields } from '../parts/source-fields.ts';
import { sourceQuestions } from '../parts/source-jobs.ts';
import type { FormErrors } from '../platform-form.ts';
import type { SourceJobs } from '../source-jobs.ts';
import { may, type Html, type View } from '../view.ts';

export interface ListedSource {
  readonly source: ShownSource;
  /** Null: the visitor may not look at jobs. */
  readonly jobs: SourceJobs | null;
}

/** Whether a source is asked at all, at a glance. */
export const sourceBadge = ({ texts: { sources } }: View, enabled: boolean): Html =>
  html`<span class="badge tone-${enabled ? 'good' : 'calm'}"
    >${icon(enabled ? 'check' : 'stop')}${enabled ? sources.on : sources.off}</span
  >`;

const card = (view: View, { source, jobs }: ListedSource, kind: SourceKind | undefined): Html =>
  html`<li class="card" data-source="${source.code}">
    <header>
      <div>
        <h2><a href="${pages.source(source.code)}">${source.name}</a></h2>
        <p class="quiet"><code>${source.code}</code> · ${kind?.name[view.language] ?? source.kind}</p>
      </div>
      ${sourceBadge(view, source.enabled)}
    </header>
    ${sourceQuestions(view, source, jobs)}
  </li>`;

/** Engines that are asked, and how that goes. */
export const sourcesPage = (view: View, listed: readonly ListedSource[], kinds: readonly SourceKind[]): Html => {
  const { sources, common } = view.texts;
  const create = may(view, 'platforms:write')
    ? html`<a class="button primary" href="${pages.newSource}">${sources.create}</a>`
    : html``;
  return html`<div class="page-head">
      <h1>${sources.title}</h1>
      <span class="live-hint">${common.liveUpdates}</span>
      ${listed.length === 0 ? '' : create}
      <p class="quiet">${sources.intro}</p>
    </div>
    ${live(
      view,
      'source-list',
      view.liveMs * 2,
      listed.length === 0
        ? empty(sources.empty, sources.emptyHelp, create)
        : html`<ul class="failure-list">
            ${listed.map((one) =>
              card(
                view,
                one,
                kinds.find(({ kind }) => kind === one.source.kind),
              ),
            )}
          </ul>`,
    )}`;
};

const newHead = ({ texts: { sources } }: View): Html =>
  html`<div class="page-head">
    <p class="crumbs"><a href="${pages.sources}">${sources.title}</a></p>
    <h1>${sources.create}</h1>
  </div>`;

/** First step: what kind of source. */
export const chooseSourceKindPage = (view: View, kinds: readonly SourceKind[]): Html =>
  html`${newHead(view)}
    <h2>${view.texts.sources.chooseKind}</h2>
    <ul class="kinds">
      ${kinds.map(
        ({ kind, name }) =>
          html`<li>
            <a class="card" href="${withQuery(pages.newSource, { kind })}"
              ><strong>${name[view.language]}</strong><code>${kind}</code></a
            >
          </li>`,
      )}
    </ul>`;

export interface NewSourceContent {
  readonly kind: SourceKind;
  readonly values: URLSearchParams;
  readonly errors: FormErrors;
}

/** Second step: its settings. */
export const newSourcePage = (view: View, { kind, values, errors }: NewSourceContent): Html =>
  html`${newHead(view)}
    <p class="quiet">
      ${kind.name[view.language]} <code>${kind.kind}</code> ·
      <a href="${pages.newSource}">${view.texts.sources.chooseKind}</a>
    </p>
    ${errorSummary(view, errors)}
    <form class="panel form" method="post" action="${pages.newSource}">
      <input type="hidden" name="kind" value="${kind.kind}" />
      ${sourceFields(view, { kind, values, errors, secretNames: [], isNew: true })}
      <p class="form-actions"><button class="button primary" type="submit">${view.texts.sources.create}</button></p>
    </form>`;
