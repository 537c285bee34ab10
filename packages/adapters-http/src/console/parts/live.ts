import { html } from 'hono/html';
import type { Html, View } from '../view.ts';

/**
 * A part of a page that asks for itself again and is merged into what is there, so that focus, selection and what is unfolded
 * stay. `name` is its id; nothing is asked while the page is hidden (see console.js).
 */
export const live = (view: View, name: string, everyMs: number, content: Html): Html =>
  html`<div
    id="${name}"
    class="live"
    data-live
    hx-get="${view.here}"
    hx-trigger="every ${everyMs}ms"
    hx-select="#${name}"
    hx-swap="outerMorph"
    hx-status:4xx="swap:none"
    hx-status:5xx="swap:none"
  >
    ${content}
  </div>`;

/** The same, told by a stream of events when to ask (see console.js); every ten seconds should the stream be silent. */
export const liveByEvents = (view: View, name: string, stream: string, content: Html): Html =>
  html`<div
    id="${name}"
    class="live"
    data-live
    data-stream="${stream}"
    hx-get="${view.here}"
    hx-trigger="moved, every ${view.liveMs * 5}ms"
    hx-select="#${name}"
    hx-swap="outerMorph"
    hx-status:4xx="swap:none"
    hx-status:5xx="swap:none"
  >
    ${content}
  </div>`;
