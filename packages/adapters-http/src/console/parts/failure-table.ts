import type { Overview } from '@portico/core/task-center';
import type { AttemptOutcome } from '@portico/core/work';
import { html } from 'hono/html';
import { pages, withQuery } from '../addresses.ts';
import { number } from '../format.ts';
import type { Html, View } from '../view.ts';
import { outcomeBadge } from './badge.ts';
import { icon } from './icon.ts';
import { ago } from './time.ts';

const mostRows = 12;

/** Which to-dos an outcome leaves behind. */
const syncOf = (outcome: AttemptOutcome): string | null =>
  outcome === 'refused' || outcome === 'undecidable'
    ? outcome
    : outcome === 'failed' || outcome === 'unknown'
      ? 'failing'
      : null;

/** What fails, why, how often, and what to do about it. */
export const failureTable = (
  view: View,
  failures: Overview['failures'],
  nameOf: (platform: string) => string,
): Html => {
  const { overview, advice } = view.texts;
  if (failures.length === 0) return html`<p class="all-well">${icon('check')}${overview.noFailures}</p>`;
  return html`<div class="table-frame">
    <table class="stacks">
      <thead>
        <tr>
          <th scope="col">${overview.platform}</th>
          <th scope="col">${overview.outcome}</th>
          <th scope="col">${overview.reason}</th>
          <th scope="col" class="number">${overview.count}</th>
          <th scope="col">${overview.lastAt}</th>
          <th scope="col">${overview.advice}</th>
        </tr>
      </thead>
      <tbody>
        ${failures.slice(0, mostRows).map(
          ({ platform, outcome, reason, count, lastAt }) =>
            html`<tr>
              <td class="nowrap">
                <a href="${withQuery(pages.todos, { platform, sync: syncOf(outcome) })}">${nameOf(platform)}</a>
              </td>
              <td>${outcomeBadge(view, outcome)}</td>
              <td class="reason">${reason}</td>
              <td class="number" data-label="${overview.count}">${number(view, count)}</td>
              <td class="nowrap" data-label="${overview.lastAt}">${ago(view, lastAt)}</td>
              <td class="quiet">${advice[outcome]}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
};
