import { html } from 'hono/html';
import type { Html } from '../view.ts';
import { icon, type IconName } from './icon.ts';

/** What a button sends beside itself. */
export type Fields = Readonly<Record<string, string>>;

interface Button {
  readonly label: string;
  readonly icon?: IconName;
  readonly action: string;
  readonly fields: Fields;
  readonly kind?: 'primary' | 'danger' | 'plain';
}

export const hidden = (fields: Fields): readonly Html[] =>
  Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`);

/** A form of one button: works without scripts. */
export const postButton = ({ label, icon: drawing, action, fields, kind = 'plain' }: Button): Html =>
  html`<form class="inline" method="post" action="${action}">
    ${hidden(fields)}<button class="button ${kind}" type="submit">
      ${drawing === undefined ? '' : icon(drawing)}${label}
    </button>
  </form>`;

/** A button that first says what it does, and asks. `id` keeps it open while the page refreshes. */
export const askingButton = (
  button: Button & { readonly id: string; readonly question: string; readonly yes: string },
): Html =>
  html`<details class="ask" id="${button.id}" name="ask">
    <summary class="button ${button.kind ?? 'plain'}">
      ${button.icon === undefined ? '' : icon(button.icon)}${button.label}
    </summary>
    <div class="ask-panel">
      <p>${button.question}</p>
      ${postButton({ label: button.yes, action: button.action, fields: button.fields, kind: button.kind ?? 'primary' })}
    </div>
  </details>`;
