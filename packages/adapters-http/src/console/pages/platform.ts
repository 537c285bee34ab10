import type { PlatformKind, ShownPlatform } from '@portico/core/task-center';
import type { Exchange, Outcome } from '@portico/core/work';
import { html } from 'hono/html';
import { pages } from '../addresses.ts';
import { relative } from '../format.ts';
import { laneState } from '../lane-state.ts';
import { laneBadge, outcomeBadge } from '../parts/badge.ts';
import { askingButton, postButton } from '../parts/button.ts';
import { errorSummary } from '../parts/error-summary.ts';
import { exchange } from '../parts/exchange.ts';
import { icon } from '../parts/icon.ts';
import { laneControls } from '../parts/lane-controls.ts';
import { live } from '../parts/live.ts';
import { platformFields } from '../parts/platform-fields.ts';
import { platformHealth } from '../parts/platform-health.ts';
import { exact } from '../parts/time.ts';
import type { FormErrors } from '../platform-form.ts';
import type { PlatformHealth } from '../platform-health.ts';
import { may, type Html, type View } from '../view.ts';

export interface PlatformTest {
  readonly outcome: Outcome;
  readonly exchanges: readonly Exchange[];
}

export interface PlatformContent {
  readonly platform: ShownPlatform;
  readonly kind: PlatformKind;
  readonly values: URLSearchParams;
  readonly errors: FormErrors;
  readonly test: PlatformTest | null;
  /** Null where it is left out: after a form that has to be corrected. */
  readonly health: PlatformHealth | null;
}

const testResult = (view: View, { outcome, exchanges }: PlatformTest): Html => {
  const { platforms } = view.texts;
  const isGood = outcome.kind === 'done';
  return html`<section
    class="panel ${isGood ? 'tone-good' : 'tone-bad'}"
    id="test-result"
    role="status"
    data-outcome="${outcome.kind}"
  >
    <h2 class="verdict">
      ${icon(isGood ? 'check' : 'alert')}${isGood ? platforms.testOk : platforms.testNotOk}
      ${outcomeBadge(view, outcome.kind)}
    </h2>
    ${'reason' in outcome ? html`<p class="reason">${outcome.reason}</p>` : ''}${exchanges.map((one) => exchange(view, one))}
  </section>`;
};

const status = (view: View, platform: ShownPlatform): Html => {
  const { platforms, laneMeaning, overview } = view.texts;
  const { code, lane, enabled } = platform;
  const state = lane === null ? (enabled ? 'open' : 'disabled') : laneState(lane, enabled, view.now);
  const write = may(view, 'platforms:write');
  const fields = { revision: String(platform.revision) };
  return html`<section class="panel status-panel" data-state="${state}">
    <div class="status-words">
      ${laneBadge(view, state)}<span
        >${laneMeaning[state]}${
          lane !== null && lane.closedUntil > view.now && enabled
            ? html` ${overview.until(relative(view, lane.closedUntil))}`
            : ''
        }</span
      >
    </div>
    <div class="row-actions">
      <a class="button plain" href="${pages.platformProfile(code)}">${view.texts.profiles.open}</a>
      ${lane === null ? '' : laneControls(view, lane, state)}
      ${write ? postButton({ label: platforms.test, icon: 'plug', action: pages.platformAction(code, 'test'), fields: {} }) : ''}
      ${
        !write
          ? ''
          : enabled
            ? askingButton({
                id: 'disable',
                label: platforms.disable,
                icon: 'stop',
                action: pages.platformAction(code, 'disable'),
                fields,
                question: platforms.disableConfirm,
                yes: platforms.confirmDisable,
                kind: 'danger',
              })
            : html`${postButton({ label: platforms.enable, icon: 'play', action: pages.platformAction(code, 'enable'), fields, kind: 'primary' })}${askingButton({ id: 'remove', label: platforms.remove, icon: 'trash', action: pages.platformAction(code, 'remove'), fields, question: platforms.removeConfirm, yes: platforms.confirmRemove, kind: 'danger' })}`
      }
    </div>
  </section>`;
};

/** One platform: how it stands, its test, its settings. */
export const platformPage = (view: View, { platform, kind, values, errors, test, health }: PlatformContent): Html => {
  const { platforms, common } = view.texts;
  const write = may(view, 'platforms:write');
  return html`<div class="page-head">
      <p class="crumbs"><a href="${pages.platforms}">${platforms.title}</a></p>
      <h1>${platform.name}</h1>
      <p class="quiet">
        <code>${platform.code}</code> · ${kind.name[view.language]} ·
        ${platforms[kind.contract]}${platform.sandbox ? html` · ${platforms.isSandbox}` : ''} · ${platforms.updated}
        ${exact(view, platform.updatedAt)}
      </p>
    </div>
    ${live(view, 'platform-status', view.liveMs * 2, status(view, platform))}
    ${test === null ? '' : testResult(view, test)}
    ${health === null ? '' : live(view, 'platform-health', view.liveMs * 15, platformHealth(view, health, platform, kind))}
    ${errorSummary(view, errors)}
    <h2 id="settings">${view.texts.health.settings}</h2>
    <form aria-labelledby="settings" class="panel form" method="post" action="${pages.platform(platform.code)}">
      <input type="hidden" name="revision" value="${values.get('revision') ?? ''}" />
      <fieldset class="group" ${write ? '' : html` disabled`}>
        ${platformFields(view, { kind, values, errors, secretNames: platform.secretNames, isNew: false })}
      </fieldset>
      <p class="form-actions">
        ${write ? html`<button class="button primary" type="submit">${common.save}</button>` : html`<span class="quiet">${platforms.readOnly}</span>`}
      </p>
    </form>`;
};
