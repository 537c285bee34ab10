import { html } from 'hono/html';
import type { Html } from '../view.ts';
import { icon } from './icon.ts';

/** Nothing to show, and what to do about it. */
export const empty = (title: string, help: string, action?: Html): Html =>
  html`<div class="empty">
    <span class="empty-mark">${icon('inbox')}</span>
    <h2>${title}</h2>
    <p>${help}</p>
    ${action ?? ''}
  </div>`;
