import type { RepushPreview, RepushRequest, ShownPlatform } from '@portico/core/task-center';
import { html } from 'hono/html';
import { pages, withQuery } from '../addresses.ts';
import { number, span } from '../format.ts';
import { syncBadge } from '../parts/badge.ts';
import { postButton } from '../parts/button.ts';
import { empty } from '../parts/empty.ts';
import { errorSummary } from '../parts/error-summary.ts';
import { inputField, selectField } from '../parts/field.ts';
import type { FormErrors } from '../platform-form.ts';
import type { RepushField, RepushValues } from '../repush-query.ts';
import { may, type Html, type View } from '../view.ts';

export interface RepushContent {
  readonly values: RepushValues;
  readonly errors: FormErrors;
  readonly platforms: readonly ShownPlatform[];
  /** Null: it was not counted yet. */
  readonly counted: { readonly request: RepushRequest; readonly preview: RepushPreview } | null;
}

const fields = (view: View, { values, errors, platforms }: RepushContent): Html => {
  const { repush, todos, common, todoState, sync, urgency, instanceStatus } = view.texts;
  const shared = (name: RepushField, label: string) => ({ name, label, value: values[name], error: errors[name] });
  const text = (name: RepushField, label: string, maxLength: number): Html =>
    inputField({ ...shared(name, label), maxLength });
  const time = (name: 'from' | 'to', label: string): Html =>
    inputField({ ...shared(name, label), type: 'datetime-local', help: repush.zone(view.timezone) });
  const among = (name: RepushField, label: string, words: Readonly<Record<string, string>>): Html =>
    selectField({ ...shared(name, label), options: [['', common.any], ...Object.entries(words)] });
  const enabled = platforms.filter((platform) => platform.enabled).map(({ code, name }) => [code, name] as const);
  return html`<fieldset>
      <legend>${repush.which}</legend>
      <div class="fields">
        ${time('from', repush.from)}${time('to', repush.to)}
        ${among('instanceStatus', repush.instanceStatus, instanceStatus)}
        ${selectField({ ...shared('platform', todos.platform), help: repush.platformHelp, options: [['', common.any], ...enabled] })}
        ${among('sync', todos.sync, sync)}${among('state', todos.state, todoState)}
        ${text('process', todos.process, 128)}${text('assignee', todos.assignee, 128)}
        ${text('instance', todos.instance, 128)}${text('category', todos.category, 255)}
        ${among('urgency', todos.urgency, urgency)}${text('q', todos.text, 255)}
      </div>
    </fieldset>
    <fieldset>
      <legend>${repush.how}</legend>
      <div class="fields">
        ${selectField({
          ...shared('mode', repush.mode),
          help: repush.modeHelp,
          options: [
            ['behind', repush.behind],
            ['all', repush.all],
          ],
        })}
        ${inputField({ ...shared('perSecond', repush.rate), type: 'number', min: 1, max: 500, step: '1', help: repush.rateHelp, required: common.required })}
      </div>
    </fieldset>`;
};

const countedPanel = (
  view: View,
  { values, platforms }: RepushContent,
  { request, preview: { found, objects } }: NonNullable<RepushContent['counted']>,
): Html => {
  const { repush, todos, syncMeaning } = view.texts;
  const names = new Map(platforms.map(({ code, name }) => [code, name]));
  const said = (count: number): string => (found.more ? repush.atLeast(number(view, count)) : number(view, count));
  if (objects === 0)
    return html`<section class="panel" id="counted" role="status" data-objects="0">
      ${empty(repush.nothing, repush.nothingHelp)}
    </section>`;
  const table = html`<div class="table-frame">
    <table class="stacks">
      <thead>
        <tr>
          <th scope="col">${todos.platform}</th>
          <th scope="col">${todos.sync}</th>
          <th scope="col" class="number">${repush.count}</th>
          <th scope="col">${repush.meaning}</th>
        </tr>
      </thead>
      <tbody>
        ${found.marks.map(
          ({ platform, sync, count }) =>
            html`<tr>
              <td class="subject">
                <a href="${withQuery(pages.todos, { platform, sync })}">${names.get(platform) ?? platform}</a>
              </td>
              <td>${syncBadge(view, sync)}</td>
              <td class="number" data-label="${repush.count}">${number(view, count)}</td>
              <td class="quiet">${syncMeaning[sync]}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
  return html`<section
    class="panel"
    id="counted"
    role="status"
    aria-labelledby="counted-title"
    data-objects="${objects}"
  >
    <h2 id="counted-title">${repush.counted}</h2>
    <dl class="facts">
      <div>
        <dt>${repush.todos}</dt>
        <dd>${said(found.todos)}</dd>
      </div>
      <div>
        <dt>${repush.objects}</dt>
        <dd>${said(objects)}</dd>
      </div>
      <div>
        <dt>${repush.takes}</dt>
        <dd>${span(view, (found.todos / request.perSecond) * 1_000)}</dd>
      </div>
    </dl>
    ${table}
    <div class="form-actions">
      ${
        may(view, 'todos:write')
          ? postButton({
              label: repush.confirm(said(objects)),
              icon: 'send',
              action: pages.repush,
              fields: values,
              kind: 'primary',
            })
          : html`<span class="quiet">${repush.mayNot}</span>`
      }
      <a class="button plain" href="#repush-form">${repush.change}</a>
    </div>
  </section>`;
};

/** What to push again: asked for, counted, then begun as a job. */
export const repushPage = (view: View, content: RepushContent): Html => {
  const { repush, jobs, platforms } = view.texts;
  const { errors, counted } = content;
  return html`<div class="page-head">
      <p class="crumbs"><a href="${pages.jobs}">${jobs.title}</a></p>
      <h1>${repush.title}</h1>
      <p class="quiet">${repush.intro}</p>
    </div>
    ${
      content.platforms.some(({ enabled }) => enabled)
        ? html`${errorSummary(view, errors)}${counted === null ? '' : countedPanel(view, content, counted)}
            <form
              class="panel form"
              id="repush-form"
              method="get"
              action="${pages.repush}"
              aria-label="${repush.title}"
            >
              ${fields(view, content)}
              <p class="form-actions">
                <button class="button ${counted === null ? 'primary' : 'plain'}" type="submit">
                  ${repush.preview}
                </button>
              </p>
            </form>`
        : empty(
            repush.noPlatforms,
            repush.noPlatformsHelp,
            html`<a class="button primary" href="${pages.platforms}">${platforms.title}</a>`,
          )
    }`;
};
