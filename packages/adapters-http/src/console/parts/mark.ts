import type { PlatformMark } from '@portico/core/task-center';
import { html } from 'hono/html';
import { relative } from '../format.ts';
import type { Html, View } from '../view.ts';
import { syncLooks } from './badge.ts';
import { icon } from './icon.ts';

/** A name without what stands in brackets after it, for narrow places. */
const short = (name: string): string => name.split(/[（(]/)[0]?.trim() || name;

/** One platform of a to-do in a list: an icon and the platform's name; the rest is said on hover and focus. */
export const mark = (
  view: View,
  { platform, sync, attempts, dueAt, acknowledgedAt }: PlatformMark,
  name: string,
): Html => {
  const { texts } = view;
  const look = syncLooks[sync];
  const details = [
    attempts > 0 ? `${texts.todos.failures} ${attempts}` : null,
    dueAt === null ? null : `${texts.todos.nextTry} ${dueAt <= view.now ? texts.todos.dueNow : relative(view, dueAt)}`,
    acknowledgedAt === null ? null : `${texts.todos.confirmed} ${relative(view, acknowledgedAt)}`,
  ].filter((detail) => detail !== null);
  return html`<span class="mark tone-${look.tone}" tabindex="0" data-platform="${platform}" data-sync="${sync}"
    >${icon(look.icon)}<span class="mark-name">${short(name)}</span
    ><span class="visually-hidden">: ${texts.sync[sync]}</span
    ><span class="tip" role="tooltip"
      ><strong>${name} · ${texts.sync[sync]}</strong
      ><span>${texts.syncMeaning[sync]}</span
      >${details.length === 0 ? '' : html`<span>${details.join(' · ')}</span>`}</span
    ></span
  >`;
};
