import { html } from 'hono/html';
import type { Html, View } from '../view.ts';

/** A command to copy. */
export const curlBlock = (view: View, id: string, title: string, command: string): Html =>
  html`<figure class="code">
    <figcaption>
      <span>${title}</span
      ><button class="button small" type="button" data-copy="${id}" data-copied="${view.texts.common.copied}" hidden>
        ${view.texts.common.copy}
      </button>
    </figcaption>
    <pre id="${id}" tabindex="0"><code>${command}</code></pre>
  </figure>`;

/** Commands behind a disclosure, for pages where they are not the point. */
export const curlDetails = (
  view: View,
  blocks: readonly { readonly id: string; readonly title: string; readonly command: string }[],
): Html =>
  html`<details class="curl" id="curl">
    <summary>${view.texts.common.curlTitle}</summary>
    ${blocks.map(({ id, title, command }) => curlBlock(view, id, title, command))}
  </details>`;
