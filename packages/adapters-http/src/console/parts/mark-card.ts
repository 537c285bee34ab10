import type { Decision, PlatformMark } from '@portico/core/task-center';
import { html } from 'hono/html';
import { pages } from '../addresses.ts';
import { may, type Html, type View } from '../view.ts';
import { syncBadge, syncLooks } from './badge.ts';
import { askingButton, postButton } from './button.ts';
import { ago } from './time.ts';

const decisions = (view: View, id: string, { platform, sync }: PlatformMark): Html => {
  const { todos, decision: words } = view.texts;
  const action = pages.decide(id);
  const fields = (decision: Decision) => ({ decision, platform, next: view.here });
  if (sync === 'withdrawn' || sync === 'ignored') {
    return postButton({ label: words.restore, icon: 'undo', action, fields: fields('restore'), kind: 'primary' });
  }
  return html`${postButton({ label: words['push-now'], icon: 'send', action, fields: fields('push-now'), kind: sync === 'agreed' ? 'plain' : 'primary' })}
  ${sync === 'agreed' ? '' : askingButton({ id: `agree-${platform}`, label: words.agree, icon: 'check', action, fields: fields('agree'), question: todos.agreeConfirm, yes: todos.confirmAgree })}
  ${askingButton({ id: `ignore-${platform}`, label: words.ignore, icon: 'eyeOff', action, fields: fields('ignore'), question: todos.ignoreConfirm, yes: todos.confirmIgnore })}
  ${askingButton({ id: `withdraw-${platform}`, label: words.withdraw, icon: 'undo', action, fields: fields('withdraw'), question: todos.withdrawConfirm, yes: todos.confirmWithdraw, kind: 'danger' })}`;
};

/** How a to-do stands on one platform, and what can be decided about that. */
export const markCard = (view: View, id: string, shown: PlatformMark, name: string): Html => {
  const { todos, remote, syncMeaning } = view.texts;
  const { platform, sync } = shown;
  return html`<article class="card mark-card tone-${syncLooks[sync].tone}" id="mark-${platform}" data-sync="${sync}">
    <header>
      <div>
        <h3><a href="${pages.platform(platform)}">${name}</a></h3>
        <p class="quiet"><code>${platform}</code></p>
      </div>
      ${syncBadge(view, sync)}
    </header>
    <p class="state-line">${syncMeaning[sync]}</p>
    <dl class="facts small">
      <div>
        <dt>${todos.shows}</dt>
        <dd>${remote[shown.remote]}</dd>
      </div>
      <div>
        <dt>${todos.remoteId}</dt>
        <dd>${shown.remoteId === null ? '–' : html`<code>${shown.remoteId}</code>`}</dd>
      </div>
      <div>
        <dt>${todos.confirmed}</dt>
        <dd>${shown.acknowledgedAt === null ? todos.never : ago(view, shown.acknowledgedAt)}</dd>
      </div>
      <div>
        <dt>${todos.failures}</dt>
        <dd>
          ${shown.attempts}${shown.dueAt === null ? '' : html` · ${todos.nextTry} ${shown.dueAt <= view.now ? todos.dueNow : ago(view, shown.dueAt)}`}
        </dd>
      </div>
    </dl>
    ${may(view, 'todos:write') ? html`<footer>${decisions(view, id, shown)}</footer>` : ''}
  </article>`;
};
