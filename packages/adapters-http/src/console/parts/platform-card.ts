import type { MirrorCount, ShownLane, ShownPlatform } from '@portico/core/task-center';
import { html } from 'hono/html';
import { pages, withQuery } from '../addresses.ts';
import { number, relative } from '../format.ts';
import { laneState } from '../lane-state.ts';
import { may, type Html, type View } from '../view.ts';
import { bar } from './bar.ts';
import { laneBadge } from './badge.ts';
import { laneControls } from './lane-controls.ts';
import { laneDepth, laneOutcomes } from './lane-numbers.ts';

const mirrorShare = (view: View, mirrors: readonly MirrorCount[]): Html => {
  const { overview } = view.texts;
  const sum = (wanted: readonly MirrorCount[]): number => wanted.reduce((total, { count }) => total + count, 0);
  const all = sum(mirrors);
  const agreed = sum(mirrors.filter(({ upToDate }) => upToDate));
  const said = all === 0 ? overview.noMirrors : overview.mirrorShare(number(view, agreed), number(view, all));
  const portions = [
    { tone: 'good', label: view.texts.sync.agreed, count: agreed },
    { tone: 'busy', label: view.texts.sync.pending, count: all - agreed },
  ] as const;
  return html`<p class="meter-line"><span>${overview.mirrors}</span><span class="strong">${said}</span></p>
    ${bar(portions, `${overview.mirrors}: ${said}`)}`;
};

/** A platform at a glance: state, what waits, what came of the last hour, how much agrees. */
export const platformCard = (
  view: View,
  platform: ShownPlatform,
  shown: ShownLane | null,
  mirrors: readonly MirrorCount[],
): Html => {
  const { overview, laneMeaning, platforms } = view.texts;
  const lane = shown?.lane ?? platform.lane;
  const state = lane === null ? (platform.enabled ? 'open' : 'disabled') : laneState(lane, platform.enabled, view.now);
  const troubled = state !== 'open';
  return html`<article class="card platform-card state-${state}" id="platform-${platform.code}" data-state="${state}">
    <header>
      <div>
        <h3><a href="${pages.platform(platform.code)}">${platform.name}</a></h3>
        <p class="quiet"><code>${platform.code}</code>${platform.sandbox ? html` · ${platforms.isSandbox}` : ''}</p>
      </div>
      ${laneBadge(view, state)}
    </header>
    <p class="state-line">
      ${laneMeaning[state]}${
        lane !== null && troubled && lane.closedUntil > view.now && !lane.paused && platform.enabled
          ? html` ${overview.until(relative(view, lane.closedUntil))}`
          : ''
      }
    </p>
    ${shown === null ? '' : html`${laneDepth(view, shown)}${laneOutcomes(view, shown)}`} ${mirrorShare(view, mirrors)}
    <footer>
      ${lane === null ? '' : laneControls(view, lane, state)}${may(view, 'todos:read') ? html`<a class="button plain" href="${withQuery(pages.todos, { platform: platform.code })}">${overview.viewTodos}</a>` : ''}
    </footer>
  </article>`;
};
