import { html } from 'hono/html';
import { icon } from '../parts/icon.ts';
import type { Html, View } from '../view.ts';

export interface ProblemContent {
  readonly title: string;
  readonly text: string;
  /** What exactly was wrong, if there is more to say. */
  readonly details: readonly string[];
  readonly mayRetry: boolean;
}

/** A page for when there is none. */
export const problemContent = (view: View, { title, text, details, mayRetry }: ProblemContent): Html => {
  const { common } = view.texts;
  return html`<div class="empty">
    <span class="empty-mark">${icon('alert')}</span>
    <h1>${title}</h1>
    <p>${text}</p>
    ${
      details.length === 0
        ? ''
        : html`<ul class="plain-list">
            ${details.map((detail) => html`<li>${detail}</li>`)}
          </ul>`
    }
    <p>
      ${mayRetry ? html`<a class="button primary" href="${view.here}">${common.retry}</a> ` : ''}<a
        class="button plain"
        href="/"
        >${common.backHome}</a
      >
    </p>
  </div>`;
};
