import type { Page, PersonMapping, SpaceCount, UploadedMappings } from '@portico/core/task-center';
import { html } from 'hono/html';
import { pages, withQuery } from '../addresses.ts';
import { number } from '../format.ts';
import { askingButton, hidden } from '../parts/button.ts';
import { empty } from '../parts/empty.ts';
import { errorSummary } from '../parts/error-summary.ts';
import { fieldId, inputField } from '../parts/field.ts';
import { ago } from '../parts/time.ts';
import type { FormErrors } from '../platform-form.ts';
import { may, type Html, type View } from '../view.ts';

export interface PeopleContent {
  readonly spaces: readonly SpaceCount[];
  /** The one that is looked at; empty while there is none. */
  readonly space: string;
  readonly text: string;
  readonly page: Page<PersonMapping>;
  readonly uploaded: { readonly report: UploadedMappings; readonly dryRun: boolean } | null;
  /** By field; what was typed stays. */
  readonly errors: FormErrors;
  readonly typed: Readonly<Record<string, string>>;
}

const chips = (view: View, spaces: readonly SpaceCount[], space: string): Html => {
  const { people } = view.texts;
  if (spaces.length === 0) return html``;
  return html`<nav class="chips" aria-label="${people.space}">
    ${spaces.map(
      (one) =>
        html`<a
          class="chip"
          href="${withQuery(pages.people, { space: one.space })}"
          ${one.space === space ? html` aria-current="true"` : ''}
          >${one.space} (${number(view, one.count)})</a
        >`,
    )}
  </nav>`;
};

const uploadedPanel = (view: View, { report, dryRun }: NonNullable<PeopleContent['uploaded']>): Html => {
  const { people } = view.texts;
  const { rejected, errors } = report;
  return html`<section
    class="panel ${rejected === 0 ? 'tone-good' : 'tone-warn'}"
    id="uploaded"
    role="status"
    data-rejected="${rejected}"
    data-dry-run="${String(dryRun)}"
  >
    <h2>${dryRun ? people.checked : people.took}</h2>
    <dl class="facts">
      ${(['added', 'changed', 'unchanged', 'rejected'] as const).map(
        (name) =>
          html`<div>
            <dt>${people[name]}</dt>
            <dd>${number(view, report[name])}</dd>
          </div>`,
      )}
    </dl>
    ${
      errors.length === 0
        ? ''
        : html`<div class="table-frame">
              <table class="stacks">
                <thead>
                  <tr>
                    <th scope="col" class="number">${people.line}</th>
                    <th scope="col">${people.why}</th>
                  </tr>
                </thead>
                <tbody>
                  ${errors.map(
                    ({ line, message }) =>
                      html`<tr>
                        <td class="number" data-label="${people.line}">${number(view, line)}</td>
                        <td class="reason">${message}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>
            ${rejected > errors.length ? html`<p class="quiet">${people.firstOnly(number(view, errors.length))}</p>` : ''}`
    }
  </section>`;
};

const uploadForm = (view: View, space: string, errors: FormErrors): Html => {
  const { people, common } = view.texts;
  const id = fieldId('file');
  const error = errors['file'];
  return html`<form
    class="panel form"
    method="post"
    action="${pages.peopleUpload}"
    enctype="multipart/form-data"
    aria-labelledby="upload"
  >
    <h2 id="upload">${people.upload}</h2>
    <div class="fields">
      ${inputField({ name: 'space', form: 'upload', label: people.space, value: space, help: people.spaceHelp, error: errors['space'], required: common.required, maxLength: 63 })}
      <div class="field${error === undefined ? '' : ' has-error'}">
        <label for="${id}">${people.file}<span class="required"> ${common.required}</span></label>
        <input
          id="${id}"
          name="file"
          type="file"
          accept=".csv,.txt,text/csv"
          required
          aria-describedby="${id}-help${error === undefined ? '' : ` ${id}-error`}"
          ${error === undefined ? '' : html` aria-invalid="true"`}
        />
        <p class="help" id="${id}-help">${people.fileHelp}</p>
        ${error === undefined ? '' : html`<p class="error" id="${id}-error">${error}</p>`}
      </div>
    </div>
    <p class="form-actions">
      <button class="button primary" type="submit">${people.take}</button>
      <button class="button plain" type="submit" name="dryRun" value="true">${people.check}</button>
    </p>
  </form>`;
};

const oneForm = (view: View, space: string, { errors, typed }: PeopleContent): Html => {
  const { people, common } = view.texts;
  return html`<form class="panel form" method="post" action="${pages.peopleAction('put')}" aria-labelledby="one">
    <h2 id="one">${people.one}</h2>
    ${hidden({ space })}
    <div class="fields">
      ${inputField({ name: 'personId', label: people.personId, value: typed['personId'] ?? '', error: errors['personId'], required: common.required, maxLength: 255 })}
      ${inputField({ name: 'remoteId', label: people.remoteId, value: typed['remoteId'] ?? '', error: errors['remoteId'], required: common.required, maxLength: 200 })}
    </div>
    <p class="form-actions"><button class="button plain" type="submit">${common.save}</button></p>
  </form>`;
};

const table = (view: View, { space, text, page }: PeopleContent): Html => {
  const { people } = view.texts;
  const write = may(view, 'platforms:write');
  return html`<div class="table-frame">
      <table class="stacks">
        <thead>
          <tr>
            <th scope="col">${people.personId}</th>
            <th scope="col">${people.remoteId}</th>
            <th scope="col">${people.source}</th>
            <th scope="col">${people.updated}</th>
            ${write ? html`<th scope="col"><span class="visually-hidden">${people.remove}</span></th>` : ''}
          </tr>
        </thead>
        <tbody>
          ${page.items.map(
            ({ personId, remoteId, source, updatedAt }) =>
              html`<tr>
                <td class="subject"><code>${personId}</code></td>
                <td class="reason"><code>${remoteId}</code></td>
                <td class="quiet">${people[`source-${source}`]}</td>
                <td class="nowrap quiet" data-label="${people.updated}">${ago(view, updatedAt)}</td>
                ${write ? html`<td>${askingButton({ id: `remove-${personId}`, label: people.remove, icon: 'trash', action: pages.peopleAction('remove'), fields: { space, personId, q: text }, question: people.removeConfirm, yes: people.confirmRemove, kind: 'danger' })}</td>` : ''}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      page.nextCursor === null
        ? ''
        : html`<p class="paging">
            <a
              class="button plain"
              rel="next"
              href="${withQuery(pages.people, { space, q: text, cursor: page.nextCursor })}"
              >${people.next}</a
            >
          </p>`
    }`;
};

/** Who people are for platforms that know them by ids of their own. */
export const peoplePage = (view: View, content: PeopleContent): Html => {
  const { people } = view.texts;
  const { spaces, space, text, page, uploaded, errors } = content;
  const current = spaces.find((one) => one.space === space);
  const write = may(view, 'platforms:write');
  return html`<div class="page-head">
      <h1>${people.title}</h1>
      <p class="quiet">${people.intro}</p>
    </div>
    ${chips(view, spaces, space)} ${errorSummary(view, errors)}
    ${uploaded === null ? '' : uploadedPanel(view, uploaded)}
    ${
      current === undefined
        ? ''
        : html`<p class="quiet">
            ${people.usedBy}:
            ${current.platforms.length === 0 ? people.nobody : current.platforms.map((code, index) => html`${index > 0 ? ', ' : ''}<a href="${pages.platform(code)}">${code}</a>`)}
          </p>`
    }
    ${
      current === undefined || current.count === 0
        ? ''
        : html`<form class="toolbar" method="get" action="${pages.people}" role="search" aria-label="${people.find}">
            ${hidden({ space })}
            ${inputField({ name: 'q', label: people.search, value: text, type: 'search', maxLength: 200, search: true })}
            <button class="button primary" type="submit">${people.find}</button>
            <a class="button plain" href="${withQuery(pages.peopleCsv, { space })}">${people.download}</a>
          </form>`
    }
    ${
      page.items.length > 0
        ? table(view, content)
        : text === ''
          ? empty(people.empty, people.emptyHelp)
          : empty(people.emptyFound, people.emptyFoundHelp)
    }
    ${write ? html`${uploadForm(view, space, errors)}${space === '' ? '' : oneForm(view, space, content)}` : ''}`;
};
