import type { Instant } from '@portico/core';
import { html } from 'hono/html';
import { clockTime, fullTime, relative } from '../format.ts';
import type { Html, View } from '../view.ts';

/** How long ago; the exact time on hover. */
export const ago = (view: View, at: Instant): Html =>
  html`<time datetime="${new Date(at).toISOString()}" title="${fullTime(view, at)}">${relative(view, at)}</time>`;

/** The exact time; how long ago on hover. */
export const exact = (view: View, at: Instant): Html =>
  html`<time datetime="${new Date(at).toISOString()}" title="${relative(view, at)}">${fullTime(view, at)}</time>`;

/** The time of day; the date on hover. */
export const clock = (view: View, at: Instant): Html =>
  html`<time datetime="${new Date(at).toISOString()}" title="${fullTime(view, at)}">${clockTime(view, at)}</time>`;
