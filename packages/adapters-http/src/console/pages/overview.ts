import type { AttentionItem, Overview, ShownPlatform } from '@portico/core/task-center';
import { html } from 'hono/html';
import { pages, withQuery } from '../addresses.ts';
import { number } from '../format.ts';
import { laneState, platformOf } from '../lane-state.ts';
import { attentionList } from '../parts/attention-list.ts';
import { laneBadge } from '../parts/badge.ts';
import { curlBlock } from '../parts/curl-block.ts';
import { failureTable } from '../parts/failure-table.ts';
import { laneControls } from '../parts/lane-controls.ts';
import { laneDepth } from '../parts/lane-numbers.ts';
import { live } from '../parts/live.ts';
import { platformCard } from '../parts/platform-card.ts';
import { may, type Html, type View } from '../view.ts';

export interface OverviewContent {
  readonly overview: Overview;
  readonly platforms: readonly ShownPlatform[];
  /** The most urgent first. */
  readonly attention: readonly AttentionItem[];
  /** A first event to paste. */
  readonly command: string;
}

const tile = (label: string, value: string, help: string | null, href: string | null, tone = 'calm'): Html => {
  const inside = html`<span class="tile-value">${value}</span
    ><span class="tile-label">${label}</span>${help === null ? '' : html`<span class="tile-help">${help}</span>`}`;
  return href === null
    ? html`<div class="tile tone-${tone}">${inside}</div>`
    : html`<a class="tile tone-${tone}" href="${href}">${inside}</a>`;
};

const tiles = (view: View, { todos, lanes }: Overview): Html => {
  const { overview } = view.texts;
  const push = lanes.filter(({ lane }) => platformOf(lane.name) !== null);
  const underWay = push.reduce((sum, { depth }) => sum + depth.due + depth.scheduled + depth.claimed, 0);
  const parked = push.reduce((sum, { depth }) => sum + depth.parked, 0);
  const linked = (query: Record<string, string>): string | null =>
    may(view, 'todos:read') ? withQuery(pages.todos, query) : null;
  return html`<div class="tiles">
    ${tile(overview.openTodos, number(view, todos.open), null, linked({ state: 'open' }))}
    ${tile(overview.doneTodos, number(view, todos.done), null, linked({ state: 'done' }))}
    ${tile(overview.withdrawnTodos, number(view, todos.withdrawn), null, linked({ state: 'withdrawn' }))}
    ${tile(overview.underWay, number(view, underWay), overview.underWayHelp, linked({ sync: 'pending' }), underWay > 0 ? 'busy' : 'calm')}
    ${tile(overview.needsPerson, number(view, parked), overview.needsPersonHelp, parked > 0 && may(view, 'todos:read') ? pages.failures : null, parked > 0 ? 'bad' : 'calm')}
  </div>`;
};

const firstSteps = (view: View, command: string): Html => {
  const { overview } = view.texts;
  return html`<section class="panel first-steps" id="first-steps" hx-morph-skip>
    <h2>${overview.emptyTitle}</h2>
    <p>${overview.emptyText}</p>
    ${may(view, 'events:write') ? html`<p><a class="button primary" href="${pages.tryIt}">${overview.emptyAction}</a></p>` : ''}
    ${curlBlock(view, 'first-event', view.texts.common.curlTitle, command)}
  </section>`;
};

export const overviewPage = (view: View, { overview: shown, platforms, attention, command }: OverviewContent): Html => {
  const { overview, common } = view.texts;
  const names = new Map(platforms.map(({ code, name }) => [code, name]));
  const others = shown.lanes.filter(({ lane }) => platformOf(lane.name) === null);
  const isEmpty = Object.values(shown.todos).every((count) => count === 0);
  const content = html`${isEmpty && attention.length === 0 ? '' : attentionList(view, attention, (code) => names.get(code) ?? code)}
    ${tiles(view, shown)} ${isEmpty ? firstSteps(view, command) : ''}
    <section aria-labelledby="platforms">
      <h2 id="platforms">${overview.platforms}</h2>
      ${platforms.length === 0 ? html`<p class="quiet">${overview.noPlatforms} <a href="${pages.newPlatform}">${view.texts.platforms.create}</a></p>` : ''}
      <div class="cards">
        ${platforms.map((platform) =>
          platformCard(
            view,
            platform,
            shown.lanes.find(({ lane }) => platformOf(lane.name) === platform.code) ?? null,
            shown.mirrors.filter((count) => count.platform === platform.code),
          ),
        )}
      </div>
    </section>
    ${
      isEmpty && shown.failures.length === 0
        ? ''
        : html`<section aria-labelledby="failures">
            <h2 id="failures">${overview.failures}</h2>
            ${failureTable(view, shown.failures, (code) => names.get(code) ?? code)}
          </section>`
    }
    ${
      others.length === 0
        ? ''
        : html`<section aria-labelledby="others">
            <h2 id="others">${overview.otherLanes}</h2>
            ${others.map((lane) => {
              const state = laneState(lane.lane, true, view.now);
              return html`<div class="lane-row">
                <code>${lane.lane.name}</code>${laneBadge(view, state)}${laneDepth(view, lane)}<span class="row-actions"
                  >${laneControls(view, lane.lane, state)}</span
                >
              </div>`;
            })}
          </section>`
    }`;
  return html`<div class="page-head">
      <h1>${overview.title}</h1>
      <span class="live-hint">${common.liveUpdates}</span>
    </div>
    ${live(view, 'overview', view.liveMs * 2, content)}`;
};
