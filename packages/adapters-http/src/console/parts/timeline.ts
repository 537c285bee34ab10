import type { TimelineEntry } from '@portico/core/task-center';
import { html } from 'hono/html';
import { duration, fullTime } from '../format.ts';
import { actionWords, operationWords } from '../texts/states.ts';
import type { Html, View } from '../view.ts';
import { outcomeBadge, outcomeLooks, type Tone } from './badge.ts';
import { exchange } from './exchange.ts';
import { icon, type IconName } from './icon.ts';
import { clock } from './time.ts';

const word = (view: View, words: typeof actionWords, name: string): string => words[name]?.[view.language] ?? name;

interface Entry {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly head: Html;
  readonly detail?: Html;
}

const attemptEntry = (
  view: View,
  { platform, attempt }: Extract<TimelineEntry, { type: 'attempt' }>,
  name: string,
): Entry => {
  const { todos } = view.texts;
  const operation = attempt.operation === null ? todos.attempt : word(view, operationWords, attempt.operation);
  const head = html`<strong>${name}</strong> ${operation} ${outcomeBadge(view, attempt.outcome)}
    <span class="quiet nowrap">${duration(attempt.durationMs)}</span>${
      attempt.reason === null ? '' : html` <span class="reason">${attempt.reason}</span>`
    }`;
  const exchanges =
    attempt.exchanges.length === 0
      ? html`<p class="quiet">${todos.noExchanges}</p>`
      : html`${attempt.exchanges.map((one) => exchange(view, one))}`;
  return {
    icon: outcomeLooks[attempt.outcome].icon,
    tone: outcomeLooks[attempt.outcome].tone,
    head: html`<details id="attempt-${platform}-${attempt.claim}">
      <summary>${head}</summary>
      ${exchanges}
    </details>`,
  };
};

const entryOf = (view: View, entry: TimelineEntry, nameOf: (platform: string) => string): Entry => {
  const { todos, todoState, decision } = view.texts;
  switch (entry.type) {
    case 'event':
      return {
        icon: 'inbox',
        tone: 'calm',
        head: html`<strong>${todos.event} · ${word(view, actionWords, entry.action)}</strong>
          <span class="quiet">${todos.happened(fullTime(view, entry.occurredAt))}</span>`,
        detail: html`${entry.summary === '' ? '' : html`<p>${entry.summary}</p>`}
          <p class="quiet"><code>${entry.eventId}</code></p>`,
      };
    case 'change': {
      const isDecision = Object.hasOwn(decision, entry.cause);
      const what = isDecision ? decision[entry.cause as keyof typeof decision] : word(view, actionWords, entry.cause);
      const states =
        entry.from === null
          ? todos.appears(todoState[entry.to])
          : entry.from === entry.to
            ? ''
            : todos.becomes(todoState[entry.from], todoState[entry.to]);
      return {
        icon: isDecision ? 'key' : 'arrows',
        tone: isDecision ? 'doubt' : 'calm',
        head: html`<strong>${entry.platform === null ? '' : html`${nameOf(entry.platform)} `}${what}</strong>
          ${states}${entry.by === null ? '' : html` <span class="quiet">${todos.by(entry.by)}</span>`}`,
      };
    }
    case 'plan':
      return {
        icon: 'plan',
        tone: 'calm',
        head: html`<strong>${nameOf(entry.platform)}</strong> ${todos.plan}: ${word(view, operationWords, entry.plan)}
          <span class="quiet">${entry.reason}</span>`,
      };
    case 'attempt':
      return attemptEntry(view, entry, nameOf(entry.platform));
    case 'deletion':
      return {
        icon: 'trash',
        tone: 'calm',
        head: html`<strong>${nameOf(entry.platform)}</strong>
          ${todos.deletion}${entry.remoteId === null ? '' : html` <code>${entry.remoteId}</code>`}`,
      };
  }
};

/** What happened, oldest first. */
export const timeline = (view: View, entries: readonly TimelineEntry[], nameOf: (platform: string) => string): Html => {
  if (entries.length === 0) return html`<p class="quiet">${view.texts.todos.emptyTimeline}</p>`;
  return html`<ol class="timeline">
    ${entries.map((entry) => {
      const { icon: drawing, tone, head, detail } = entryOf(view, entry, nameOf);
      return html`<li class="entry entry-${entry.type} tone-${tone}" data-type="${entry.type}">
        <span class="entry-icon">${icon(drawing)}</span><span class="entry-time">${clock(view, entry.at)}</span>
        <div class="entry-body">${head}${detail ?? ''}</div>
      </li>`;
    })}
  </ol>`;
};
