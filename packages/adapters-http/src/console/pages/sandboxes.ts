import { html } from 'hono/html';
import { pages } from '../addresses.ts';
import { number } from '../format.ts';
import { urgencyBadge } from '../parts/badge.ts';
import { empty } from '../parts/empty.ts';
import { checkBox, inputField } from '../parts/field.ts';
import { icon, type IconName } from '../parts/icon.ts';
import { linkOut } from '../parts/link-out.ts';
import { live } from '../parts/live.ts';
import { ago } from '../parts/time.ts';
import type { Faults, SandboxLook, SandboxSight, SeenRequest } from '../sandbox-window.ts';
import { may, type Html, type View } from '../view.ts';
import { hidden } from '../parts/button.ts';

export interface SandboxesContent {
  readonly looks: readonly SandboxLook[];
  readonly assignee: string | null;
  /** Names by code. */
  readonly platforms: ReadonlyMap<string, string>;
  /** What a sandbox said against settings that were just sent. */
  readonly refusal: { readonly code: string; readonly message: string } | null;
}

const effects = {
  created: ['effectCreated', 'check', 'good'],
  updated: ['effectUpdated', 'retry', 'busy'],
  completed: ['effectCompleted', 'check', 'good'],
  withdrawn: ['effectWithdrawn', 'undo', 'calm'],
  none: ['effectNone', 'dot', 'calm'],
  refused: ['effectRefused', 'stop', 'bad'],
} as const satisfies Record<SeenRequest['effect'], readonly [string, IconName, string]>;

const answers = { ok: 'answeredOk', failed: 'answeredFailed', lost: 'answeredLost' } as const;

const request = (view: View, { at, operation, id, effect, answered }: SeenRequest): Html => {
  const [word, drawing, tone] = effects[effect];
  const time = Date.parse(at);
  return html`<li class="tone-${answered === 'ok' ? tone : 'warn'}">
    <span class="effect">${icon(drawing)}${view.texts.sandboxes[word]}</span><code title="${id}">${operation}</code>${
      answered === 'ok' ? '' : html`<span class="tag">${view.texts.sandboxes[answers[answered]]}</span>`
    }<span class="quiet nowrap">${Number.isNaN(time) ? '' : ago(view, time)}</span>
  </li>`;
};

const isFaulty = (faults: Faults): boolean => Object.values(faults).some((value) => value !== 0 && value !== false);

const faultForm = (view: View, code: string, faults: Faults): Html => {
  const { sandboxes } = view.texts;
  const amount = (
    name: 'failRate' | 'loseAnswerRate' | 'hangRate' | 'latencyMs' | 'throttlePerSecond',
    max: number,
    step: string,
  ): Html =>
    inputField({
      name,
      form: code,
      label: sandboxes[name],
      value: String(faults[name]),
      type: 'number',
      min: 0,
      max,
      step,
    });
  return html`<details class="faults" id="faults-${code}" hx-morph-skip>
    <summary>${sandboxes.faults}</summary>
    <form method="post" action="${pages.faults(code)}">
      ${hidden({ next: view.here })}
      ${amount('failRate', 1, 'any')}${amount('loseAnswerRate', 1, 'any')}${amount('hangRate', 1, 'any')}${amount('latencyMs', 60_000, '1')}${amount('throttlePerSecond', 1_000_000, 'any')}
      ${checkBox({ name: 'expireTokens', label: sandboxes.expireTokens, checked: faults.expireTokens })}${checkBox({ name: 'down', label: sandboxes.down, checked: faults.down })}
      <p class="form-actions">
        <button class="button primary" type="submit">${sandboxes.apply}</button
        ><button class="button plain" type="submit" name="heal" value="on">${sandboxes.heal}</button>
      </p>
    </form>
  </details>`;
};

const sightOf = (view: View, code: string, { todos, requests, faults }: SandboxSight): Html => {
  const { sandboxes, todoState } = view.texts;
  return html`<h3>${sandboxes.seen(number(view, todos.length))}</h3>
    ${
      todos.length === 0
        ? html`<p class="quiet">${sandboxes.nothingSeen}</p>`
        : html`<ul class="phone">
            ${todos.map(
              (todo) =>
                html`<li class="seen state-${todo.state}">
                  <p class="seen-title">${linkOut(view, todo.links.pc, todo.title)}</p>
                  <p class="quiet">
                    <span class="${todo.state === 'done' ? 'tone-good' : 'tone-busy'} effect"
                      >${icon(todo.state === 'done' ? 'check' : 'inbox')}${todoState[todo.state]}</span
                    >
                    ${todo.assignee}
                    ${todo.urgency === 'urgent' || todo.urgency === 'critical' ? urgencyBadge(view, todo.urgency) : ''}
                  </p>
                </li>`,
            )}
          </ul>`
    }
    <h3>${sandboxes.requests}</h3>
    ${
      requests.length === 0
        ? html`<p class="quiet">${sandboxes.noRequests}</p>`
        : html`<ol class="requests">
            ${requests.map((one) => request(view, one))}
          </ol>`
    }
    ${may(view, 'platforms:write') ? faultForm(view, code, faults) : ''}`;
};

/** What people see at each sandbox, side by side. */
export const sandboxesPage = (view: View, { looks, assignee, platforms, refusal }: SandboxesContent): Html => {
  const { sandboxes, common } = view.texts;
  const head = html`<div class="page-head">
    <h1>${sandboxes.title}</h1>
    <span class="live-hint">${common.liveUpdates}</span>
    <p class="quiet">${sandboxes.intro}</p>
  </div>`;
  if (looks.length === 0) return html`${head}${empty(sandboxes.empty, sandboxes.emptyHelp)}`;
  const columns = looks.map((look) => {
    const isBroken = 'sight' in look && isFaulty(look.sight.faults);
    return html`<section class="card sandbox" id="sandbox-${look.code}" aria-labelledby="name-${look.code}">
      <header>
        <h2 id="name-${look.code}">${platforms.get(look.code) ?? look.code}</h2>
        ${isBroken ? html`<span class="badge tone-warn">${icon('alert')}${sandboxes.faultsOn}</span>` : ''}
      </header>
      ${'sight' in look ? sightOf(view, look.code, look.sight) : html`<p class="problem">${icon('alert')}${sandboxes.unreachable}: ${look.failure}</p>`}
    </section>`;
  });
  return html`${head}
    <form class="toolbar" method="get" action="${pages.sandboxes}" role="search">
      ${inputField({ name: 'assignee', label: sandboxes.assignee, value: assignee ?? '', placeholder: sandboxes.everybody, maxLength: 128, search: true })}<button
        class="button primary"
        type="submit"
      >
        ${sandboxes.show}</button
      >${assignee === null ? '' : html`<a class="button plain" href="${pages.sandboxes}">${sandboxes.clear}</a>`}
    </form>
    ${refusal === null ? '' : html`<p class="problem" role="alert">${icon('alert')}${platforms.get(refusal.code) ?? refusal.code}: ${sandboxes.faultsFailed} ${refusal.message}</p>`}
    ${live(view, 'sandbox-columns', view.liveMs, html`<div class="columns">${columns}</div>`)}`;
};
