import type { PlatformKind, PushOperation, ShownPlatform, TryOut } from '@portico/core/task-center';
import { html } from 'hono/html';
import { pages } from '../addresses.ts';
import { number } from '../format.ts';
import { outcomeBadge } from '../parts/badge.ts';
import { exchange } from '../parts/exchange.ts';
import { fieldId, inputField, selectField, textArea } from '../parts/field.ts';
import { icon } from '../parts/icon.ts';
import { operationWords } from '../texts/states.ts';
import { may, type Html, type View } from '../view.ts';

/** Something wrong with a profile, and where. */
export interface ProfileFaultShown {
  readonly pointer: string;
  readonly message: string;
  /** From 1; null when the text has no such place. */
  readonly line: number | null;
}

/** What was filled in. */
export interface ProfileForm {
  readonly profile: string;
  readonly operation: PushOperation;
  readonly todo: string;
  readonly status: string;
  readonly contentType: string;
  readonly answer: string;
}

export interface ProfileContent {
  readonly platform: ShownPlatform;
  readonly kind: PlatformKind;
  readonly form: ProfileForm;
  readonly faults: readonly ProfileFaultShown[];
  readonly tried: TryOut | null;
}

export const operations: readonly PushOperation[] = ['create', 'update', 'complete', 'withdraw'];

const editorRows = (text: string): number => Math.min(600, Math.max(12, text.split('\n').length + 1));

/** A text with the numbers of its lines beside it. */
const editor = (view: View, text: string, faults: readonly ProfileFaultShown[]): Html => {
  const { profiles } = view.texts;
  const rows = editorRows(text);
  const wrong = new Set(faults.map(({ line }) => line));
  const numbers = Array.from({ length: rows }, (_, index) => index + 1);
  return html`<div class="field">
    <label for="${fieldId('profile')}">${profiles.document}</label>
    <div class="editor">
      <div class="editor-lines" aria-hidden="true" data-lines-of="${fieldId('profile')}">
        ${numbers.map((line) => html`<span ${wrong.has(line) ? html` class="wrong"` : ''}>${line}</span>`)}
      </div>
      <textarea
        id="${fieldId('profile')}"
        name="profile"
        rows="${rows}"
        wrap="off"
        spellcheck="false"
        ${faults.length > 0 ? html` aria-invalid="true" aria-describedby="faults"` : ''}
        ${may(view, 'platforms:write') ? '' : html` readonly`}
      >
${text}</textarea>
    </div>
  </div>`;
};

const faultList = (view: View, faults: readonly ProfileFaultShown[]): Html => {
  const { profiles } = view.texts;
  if (faults.length === 0) return html``;
  return html`<div class="problem" role="alert" id="faults">
    ${icon('alert')}
    <div>
      <strong>${profiles.errors}</strong>
      <ul>
        ${faults.map(
          ({ pointer, message, line }) =>
            html`<li>
              ${line === null ? '' : html`<a href="#${fieldId('profile')}" data-line="${line}">${profiles.line(number(view, line))}</a>: `}<code
                >${pointer}</code
              >
              ${message}
            </li>`,
        )}
      </ul>
    </div>
  </div>`;
};

const result = (view: View, { outcome, found, remoteId, refusal, exchanges }: TryOut): Html => {
  const { profiles } = view.texts;
  return html`<section
    class="panel"
    id="tried"
    role="status"
    data-outcome="${outcome?.kind ?? ''}"
    aria-labelledby="tried-head"
  >
    <h2 id="tried-head">${profiles.result}</h2>
    ${refusal === null ? '' : html`<p class="problem">${profiles.refusal} ${refusal}</p>`}
    ${
      outcome === null
        ? ''
        : html`<p class="badges">
              ${profiles.wouldBe}
              ${outcomeBadge(view, outcome.kind)}${found === null ? '' : html`<span>${profiles[`found-${found}`]}</span>`}${
                remoteId === null ? '' : html`<span>${profiles.remoteId} <code>${remoteId}</code></span>`
              }
            </p>
            ${'reason' in outcome ? html`<p class="said">${outcome.reason}</p>` : ''}`
    }
    ${exchanges.length === 0 ? '' : html`<h3>${profiles.wouldSend}</h3>`} ${exchanges.map((one) => exchange(view, one))}
  </section>`;
};

const tryFields = (view: View, form: ProfileForm): Html => {
  const { profiles } = view.texts;
  return html`<div class="fields">
      ${selectField({ name: 'operation', label: profiles.operation, value: form.operation, options: operations.map((one) => [one, operationWords[one]?.[view.language] ?? one] as const) })}
      ${inputField({ name: 'todo', label: profiles.todo, value: form.todo, help: profiles.todoHelp, maxLength: 600 })}
      ${inputField({ name: 'status', label: profiles.status, value: form.status, type: 'number', min: 100, max: 599, step: '1' })}
      ${inputField({ name: 'contentType', label: profiles.contentType, value: form.contentType, maxLength: 200 })}
    </div>
    ${textArea({ name: 'answer', label: profiles.answer, value: form.answer, help: profiles.answerHelp, rows: 6 })}`;
};

/** A platform's profile: edit it, try it out against a sample or a to-do, keep it. */
export const profilePage = (view: View, { platform, kind, form, faults, tried }: ProfileContent): Html => {
  const { profiles, platforms } = view.texts;
  const isOwn = kind.kind === 'profile';
  const write = may(view, 'platforms:write');
  return html`<div class="page-head">
      <p class="crumbs"><a href="${pages.platforms}">${platforms.title}</a></p>
      <h1>${platform.name}: ${profiles.title}</h1>
      <p class="quiet">
        <a href="${pages.platform(platform.code)}">${platform.code}</a> · ${kind.name[view.language]} ·
        ${profiles.revision(number(view, platform.revision))}
      </p>
      <p class="quiet">${profiles.intro}</p>
    </div>
    ${faultList(view, faults)} ${tried === null ? '' : result(view, tried)}
    <form class="panel form" method="post" action="${pages.platformProfile(platform.code)}">
      <input type="hidden" name="revision" value="${platform.revision}" />
      ${
        write
          ? html`<fieldset>
              <legend>${profiles.sample}</legend>
              ${tryFields(view, form)}
            </fieldset>`
          : ''
      }
      ${isOwn ? editor(view, form.profile, faults) : html`<p class="quiet">${profiles.builtIn}</p>`}
      ${
        write
          ? html`<p class="form-actions">
              <button class="button primary" type="submit" name="do" value="try">
                ${icon('play')}${profiles.tryOut}</button
              >${isOwn ? html`<button class="button" type="submit" name="do" value="save">${icon('check')}${profiles.save}</button>` : ''}
            </p>`
          : html`<p class="quiet">${platforms.readOnly}</p>`
      }
    </form>`;
};
