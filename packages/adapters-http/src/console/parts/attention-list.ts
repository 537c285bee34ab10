import { needsPerson, type AttentionItem, type AttentionKind } from '@portico/core/task-center';
import { html } from 'hono/html';
import { pages, withQuery } from '../addresses.ts';
import { number, relative, span } from '../format.ts';
import type { Html, View } from '../view.ts';
import type { Tone } from './badge.ts';
import { icon, type IconName } from './icon.ts';

const looks: Readonly<Record<AttentionKind, { readonly tone: Tone; readonly icon: IconName }>> = {
  credentials: { tone: 'bad', icon: 'key' },
  stuck: { tone: 'bad', icon: 'hourglass' },
  undecidable: { tone: 'doubt', icon: 'question' },
  poison: { tone: 'bad', icon: 'bolt' },
  unmapped: { tone: 'bad', icon: 'alert' },
  refused: { tone: 'bad', icon: 'stop' },
  'job-failed': { tone: 'bad', icon: 'cross' },
  'job-silent': { tone: 'warn', icon: 'clock' },
  'job-asks': { tone: 'warn', icon: 'question' },
  'engine-away': { tone: 'warn', icon: 'alert' },
  'sweep-failed': { tone: 'warn', icon: 'cross' },
  exhausted: { tone: 'warn', icon: 'hourglass' },
  breaker: { tone: 'warn', icon: 'alert' },
  'endpoint-disabled': { tone: 'warn', icon: 'eyeOff' },
  paused: { tone: 'warn', icon: 'pause' },
  throttled: { tone: 'busy', icon: 'hourglass' },
  disabled: { tone: 'calm', icon: 'stop' },
  failing: { tone: 'busy', icon: 'retry' },
};

/** Where something can be done about it. */
const placeOf = (item: AttentionItem): string => {
  switch (item.kind) {
    case 'credentials':
    case 'breaker':
    case 'throttled':
    case 'paused':
    case 'disabled':
    case 'stuck':
      return pages.platform(item.platform);
    case 'undecidable':
      return pages.undecidable;
    case 'job-failed':
    case 'job-silent':
    case 'job-asks':
    case 'engine-away':
      return pages.job(item.id);
    case 'sweep-failed':
      return pages.job(item.id);
    case 'endpoint-disabled':
      return '/docs';
    default:
      return withQuery(pages.failures, { platform: item.platform });
  }
};

/** What is particular about it, behind the sentence. */
const details = (view: View, item: AttentionItem): readonly string[] => {
  const { attention } = view.texts;
  const parts: string[] = [];
  if ('waiting' in item && item.waiting > 0) parts.push(attention.waiting(number(view, item.waiting)));
  if (item.kind === 'stuck') parts.push(attention.overdue(span(view, item.oldestDueMs)));
  if ('until' in item && item.until !== null) parts.push(attention.until(relative(view, item.until)));
  if ('oldest' in item && item.oldest !== null) parts.push(attention.since(relative(view, item.oldest)));
  if ('causes' in item && item.causes > 1) parts.push(attention.causes(number(view, item.causes - 1)));
  return parts;
};

const subjectOf = (view: View, item: AttentionItem, nameOf: (platform: string) => string): string => {
  if ('platform' in item) return nameOf(item.platform);
  if (item.kind === 'endpoint-disabled') return item.name;
  return 'job' in item ? [item.job, item.subject].filter((part) => part !== null).join(' · ') : '';
};

const saidOf = (item: AttentionItem): string | null =>
  'cause' in item && item.cause !== '' ? item.cause : 'failure' in item ? item.failure : null;

const row = (view: View, item: AttentionItem, nameOf: (platform: string) => string): Html => {
  const { attention, attentionSentence, attentionAction, attentionName } = view.texts;
  const { kind } = item;
  const look = looks[kind];
  const said = saidOf(item);
  return html`<li class="attention-item tone-${look.tone}" data-kind="${kind}">
    <span class="entry-icon">${icon(look.icon)}</span>
    <div class="attention-words">
      <h3>
        ${subjectOf(view, item, nameOf)} ·
        ${attentionName[kind]}${'count' in item ? html` <span class="attention-count">${attention.count(number(view, item.count))}</span>` : ''}${needsPerson(item) ? '' : html` <span class="tag">${attention.byItself}</span>`}
      </h3>
      <p>${attentionSentence[kind]} <span class="quiet">${details(view, item).join(' ')}</span></p>
      ${said === null ? '' : html`<p class="said">${said}</p>`}
    </div>
    <a class="button ${needsPerson(item) ? 'primary' : 'plain'}" href="${placeOf(item)}"
      >${attentionAction[kind]}<span class="visually-hidden"> · ${subjectOf(view, item, nameOf)}</span></a
    >
  </li>`;
};

/** What a person should look at, the most urgent first; or that all is well. */
export const attentionList = (
  view: View,
  items: readonly AttentionItem[],
  nameOf: (platform: string) => string,
): Html => {
  const { attention } = view.texts;
  return html`<section aria-labelledby="attention">
    <h2 id="attention">${attention.title}</h2>
    ${
      items.length === 0
        ? html`<div class="panel tone-good all-well-panel">
            <p class="all-well">${icon('check')}${attention.allWell}</p>
            <p class="quiet">${attention.allWellHelp}</p>
          </div>`
        : html`<ul class="attention-list">
            ${items.map((item) => row(view, item, nameOf))}
          </ul>`
    }
  </section>`;
};
