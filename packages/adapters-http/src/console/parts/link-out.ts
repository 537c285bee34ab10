import { html } from 'hono/html';
import type { Html, View } from '../view.ts';
import { icon } from './icon.ts';

/** Whether an address from outside may become a link. */
export const isWebAddress = (address: string): boolean =>
  URL.canParse(address) && ['http:', 'https:'].includes(new URL(address).protocol);

/** An address that somebody else gave us: a link if it leads to the web, its text if it leads anywhere else. */
export const linkOut = (view: View, address: string, label: string): Html =>
  isWebAddress(address)
    ? html`<a href="${address}" target="_blank" rel="noopener noreferrer" title="${address}"
        >${label}${icon('external')}<span class="visually-hidden"> (${view.texts.common.opensNewTab})</span></a
      >`
    : html`<span class="unsafe" title="${view.texts.todos.unsafeLink}">${label}: <code>${address}</code></span>`;
