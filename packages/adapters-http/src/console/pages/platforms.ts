import type { PlatformKind, ShownPlatform } from '@portico/core/task-center';
import { html } from 'hono/html';
import { pages } from '../addresses.ts';
import { laneState } from '../lane-state.ts';
import { laneBadge } from '../parts/badge.ts';
import { empty } from '../parts/empty.ts';
import { live } from '../parts/live.ts';
import { may, type Html, type View } from '../view.ts';

/** The platforms of a tenant. */
export const platformsPage = (
  view: View,
  platforms: readonly ShownPlatform[],
  kinds: readonly PlatformKind[],
): Html => {
  const texts = view.texts.platforms;
  const create = may(view, 'platforms:write')
    ? html`<a class="button primary" href="${pages.newPlatform}">${texts.create}</a>`
    : html``;
  const head = html`<div class="page-head">
    <h1>${texts.title}</h1>
    <p class="quiet">${texts.intro}</p>
    ${platforms.length === 0 ? '' : create}
  </div>`;
  if (platforms.length === 0) return html`${head}${empty(texts.empty, texts.emptyHelp, create)}`;
  const rows = platforms.map((platform) => {
    const kind = kinds.find((one) => one.kind === platform.kind);
    const state =
      platform.lane === null
        ? platform.enabled
          ? 'open'
          : 'disabled'
        : laneState(platform.lane, platform.enabled, view.now);
    return html`<tr id="platform-${platform.code}">
      <td class="subject">
        <a href="${pages.platform(platform.code)}">${platform.name}</a
        ><span class="quiet"><code>${platform.code}</code></span>
      </td>
      <td>${laneBadge(view, state)}${platform.sandbox ? html`<span class="tag">${texts.isSandbox}</span>` : ''}</td>
      <td data-label="${texts.kind}">
        ${kind?.name[view.language] ?? platform.kind}${kind === undefined ? '' : html` <span class="tag" title="${texts[kind.contract]}">${texts[kind.contract].split(/[:：]/)[0]}</span>`}
      </td>
      <td class="url" data-label="${texts.address}"><code>${platform.baseUrl}</code></td>
    </tr>`;
  });
  return html`${head}${live(
    view,
    'platform-list',
    view.liveMs * 3,
    html`<div class="table-frame">
      <table class="stacks">
        <thead>
          <tr>
            <th scope="col">${texts.name}</th>
            <th scope="col">${texts.state}</th>
            <th scope="col">${texts.kind}</th>
            <th scope="col">${texts.address}</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`,
  )}`;
};
