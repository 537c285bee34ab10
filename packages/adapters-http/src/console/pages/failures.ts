import type { FailureGroup, PlatformKind, ShownPlatform } from '@portico/core/task-center';
import { html } from 'hono/html';
import { pages, withQuery } from '../addresses.ts';
import { failureAddress } from '../failure-query.ts';
import { number } from '../format.ts';
import { syncBadge } from '../parts/badge.ts';
import { empty } from '../parts/empty.ts';
import { failedObject } from '../parts/failed-object.ts';
import { live } from '../parts/live.ts';
import { ago } from '../parts/time.ts';
import { vendorWords } from '../parts/vendor-words.ts';
import type { Html, View } from '../view.ts';

export interface FailuresContent {
  readonly groups: readonly FailureGroup[];
  readonly platforms: readonly ShownPlatform[];
  readonly kinds: readonly PlatformKind[];
  /** Only this platform's. */
  readonly only: string | null;
}

/** Kinds of platforms, by the code of the platform. */
export const kindsByPlatform = (
  platforms: readonly ShownPlatform[],
  kinds: readonly PlatformKind[],
): ReadonlyMap<string, PlatformKind> =>
  new Map(
    platforms.flatMap(({ code, kind }) => {
      const found = kinds.find((one) => one.kind === kind);
      return found === undefined ? [] : [[code, found] as const];
    }),
  );

const card = (view: View, group: FailureGroup, name: string, kind: PlatformKind | null): Html => {
  const { failures, syncMeaning } = view.texts;
  const { platform, standing, cause, count, uncertain, oldest, newest, words, sample } = group;
  return html`<li class="card failure-card" data-standing="${standing}" data-platform="${platform}">
    <header>
      <div>
        <p class="quiet">${name}</p>
        <h2 class="cause">
          <a href="${failureAddress(group)}">${cause === '' ? failures.noCause : cause}</a>
        </h2>
      </div>
      <p class="failure-count"><span class="tile-value">${number(view, count)}</span>${syncBadge(view, standing)}</p>
    </header>
    <p class="quiet">
      ${uncertain > 0 ? html`${failures.uncertain(number(view, uncertain))} · ` : ''}${
        oldest === null ? '' : html`${failures.since} ${ago(view, oldest)} · `
      }${newest === null ? '' : html`${failures.latest} ${ago(view, newest)} · `}${failures.example}
      ${failedObject(view, sample)}
    </p>
    ${words === null || words === cause ? '' : html`<p class="said"><span class="quiet">${failures.words}</span> ${words}</p>`}
    ${vendorWords(view, kind, words ?? cause, syncMeaning[standing])}
    <footer><a class="button primary" href="${failureAddress(group)}">${failures.open}</a></footer>
  </li>`;
};

/** Failures by their causes. */
export const failuresPage = (view: View, { groups, platforms, kinds, only }: FailuresContent): Html => {
  const { failures, common } = view.texts;
  const byPlatform = kindsByPlatform(platforms, kinds);
  const names = new Map(platforms.map(({ code, name }) => [code, name]));
  const troubled = [...new Set(groups.map(({ platform }) => platform))];
  const shown = groups.filter(({ platform }) => only === null || platform === only);
  return html`<div class="page-head">
      <h1>${failures.title}</h1>
      <span class="live-hint">${common.liveUpdates}</span>
      <p class="quiet">${failures.intro}</p>
    </div>
    ${
      troubled.length < 2 && only === null
        ? ''
        : html`<nav class="chips" aria-label="${failures.filter}">
            <a class="chip" href="${pages.failures}" ${only === null ? html` aria-current="true"` : ''}>${common.any}</a
            >${troubled.map(
              (code) =>
                html`<a
                  class="chip"
                  href="${withQuery(pages.failures, { platform: code })}"
                  ${only === code ? html` aria-current="true"` : ''}
                  >${names.get(code) ?? code}</a
                >`,
            )}
          </nav>`
    }
    ${live(
      view,
      'failure-groups',
      view.liveMs * 3,
      shown.length === 0
        ? empty(failures.empty, failures.emptyHelp)
        : html`<ul class="failure-list">
            ${shown.map((group) => card(view, group, names.get(group.platform) ?? group.platform, byPlatform.get(group.platform) ?? null))}
          </ul>`,
    )}`;
};
