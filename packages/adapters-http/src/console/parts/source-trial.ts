import type { TriedQuestion } from '@portico/core/sources';
import { html } from 'hono/html';
import { number } from '../format.ts';
import type { Html, View } from '../view.ts';
import { icon } from './icon.ts';

/** What each question gave; null: there is no such question. */
export interface SourceTrial {
  readonly changes: TriedQuestion | null;
  readonly open: TriedQuestion | null;
}

/** Times as people read them. */
const readable = (name: string, value: unknown): unknown =>
  typeof value === 'number' && (name === 'at' || name.endsWith('At')) ? new Date(value).toISOString() : value;

const badRows = (view: View, bad: TriedQuestion['bad']): Html => {
  const { sources } = view.texts;
  return html`<h4>${sources.bad}</h4>
    <div class="table-frame">
      <table class="stacks">
        <thead>
          <tr>
            <th scope="col">${sources.task}</th>
            <th scope="col">${sources.fault}</th>
          </tr>
        </thead>
        <tbody>
          ${bad.map(
            ({ taskId, message }) =>
              html`<tr>
                <td class="subject"><code>${taskId}</code></td>
                <td class="reason">${message}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
};

const tried = (view: View, label: string, name: string, question: TriedQuestion | null): Html => {
  const { sources } = view.texts;
  if (question === null)
    return html`<div>
      <h3>${label}</h3>
      <p class="quiet">${sources.notAsked}</p>
    </div>`;
  const { rows, tasks, bad, trouble, sample } = question;
  return html`<div class="tried" data-question="${name}" data-rows="${rows}">
    <h3>
      ${label}
      <span class="badge tone-${trouble !== null ? 'bad' : bad.length > 0 ? 'warn' : 'good'}"
        >${icon(trouble === null && bad.length === 0 ? 'check' : 'alert')}${trouble === null ? sources.answered : sources.noAnswer}</span
      >
    </h3>
    ${
      trouble === null
        ? html`<p>
            ${sources.rows} <strong>${number(view, rows)}</strong> · ${sources.tasks}
            <strong>${number(view, tasks)}</strong>
          </p>`
        : html`<p class="said">${trouble}</p>`
    }
    ${trouble === null && rows === 0 ? html`<p class="quiet">${sources.noRows}</p>` : ''}
    ${bad.length === 0 ? '' : badRows(view, bad)}
    ${
      sample === null
        ? ''
        : html`<h4 id="sample-${name}">${sources.sample}</h4>
            <pre
              class="job-input"
              tabindex="0"
              aria-labelledby="sample-${name}"
            ><code>${JSON.stringify(sample, readable, 2)}</code></pre>`
    }
  </div>`;
};

/** What came of trying a source. */
export const sourceTrial = (view: View, { changes, open }: SourceTrial): Html => {
  const { sources } = view.texts;
  const isBad = [changes, open].some((one) => one !== null && (one.trouble !== null || one.bad.length > 0));
  return html`<section
    class="panel ${isBad ? 'tone-bad' : 'tone-good'}"
    id="trial"
    role="status"
    aria-labelledby="trial-title"
  >
    <h2 id="trial-title">${sources.tried}</h2>
    <p class="quiet">${sources.triedHelp}</p>
    ${tried(view, sources.changes, 'changes', changes)}${tried(view, sources.open, 'open', open)}
  </section>`;
};
