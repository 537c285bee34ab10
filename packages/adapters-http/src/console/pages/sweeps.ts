import type { ShownPlatform, Sweep } from '@portico/core/task-center';
import { html } from 'hono/html';
import { pages } from '../addresses.ts';
import { number, span } from '../format.ts';
import { empty } from '../parts/empty.ts';
import { selectField } from '../parts/field.ts';
import { jobBadge } from '../parts/job-parts.ts';
import { live } from '../parts/live.ts';
import { ago } from '../parts/time.ts';
import { may, type Html, type View } from '../view.ts';

export interface SweepsContent {
  readonly sweeps: readonly Sweep[];
  readonly platforms: readonly ShownPlatform[];
  readonly only: string | null;
}

const startForm = (view: View, platforms: readonly ShownPlatform[], only: string | null): Html => {
  const { sweeps, common, failures } = view.texts;
  return html`<form class="toolbar" method="post" action="${pages.sweeps}" aria-label="${sweeps.start}">
    ${selectField({ name: 'platform', label: failures.platform, value: only ?? '', options: [['', common.any], ...platforms.filter(({ enabled }) => enabled).map(({ code, name }) => [code, name] as const)] })}
    ${selectField({
      name: 'level',
      label: sweeps.level,
      value: '1',
      options: [
        ['1', sweeps.level1],
        ['2', sweeps.level2],
      ],
    })}
    <button class="button primary" type="submit">${sweeps.start}</button>
  </form>`;
};

const reportOf = (view: View, { state, checked, scheduled, corrected, failure }: Sweep): Html => {
  const { sweeps } = view.texts;
  if (failure !== null) return html`<span class="said">${failure}</span>`;
  if (state === 'finished' && scheduled + corrected === 0)
    return html`${sweeps.checked} ${number(view, checked)} · ${sweeps.clean}`;
  return html`${sweeps.checked} ${number(view, checked)} · ${sweeps.scheduled} ${number(view, scheduled)} ·
  ${sweeps.corrected} ${number(view, corrected)}`;
};

/** Sweeps with their reports, and a way to start one. */
export const sweepsPage = (view: View, { sweeps: found, platforms, only }: SweepsContent): Html => {
  const { sweeps, jobs, common, failures } = view.texts;
  const names = new Map(platforms.map(({ code, name }) => [code, name]));
  return html`<div class="page-head">
      <p class="crumbs"><a href="${pages.jobs}">${jobs.title}</a></p>
      <h1>${sweeps.title}</h1>
      <span class="live-hint">${common.liveUpdates}</span>
      <p class="quiet">${sweeps.intro}</p>
    </div>
    ${may(view, 'lanes:write') ? startForm(view, platforms, only) : ''}
    ${live(
      view,
      'sweep-list',
      view.liveMs,
      found.length === 0
        ? empty(sweeps.empty, sweeps.emptyHelp)
        : html`<div class="table-frame">
            <table class="stacks">
              <thead>
                <tr>
                  <th scope="col">${failures.platform}</th>
                  <th scope="col">${jobs.standing}</th>
                  <th scope="col">${sweeps.report}</th>
                  <th scope="col">${sweeps.reason}</th>
                  <th scope="col">${sweeps.took}</th>
                  <th scope="col">${jobs.began}</th>
                </tr>
              </thead>
              <tbody>
                ${found.map(
                  (sweep) =>
                    html`<tr data-state="${sweep.state}">
                      <td class="subject">
                        <a href="${pages.job(sweep.id)}">${names.get(sweep.platform) ?? sweep.platform}</a
                        ><span class="quiet">${sweeps.level} ${sweep.level}</span>
                      </td>
                      <td>${jobBadge(view, sweep.state)}</td>
                      <td class="reason">${reportOf(view, sweep)}</td>
                      <td class="quiet">${sweeps[`reason-${sweep.reason}`]}</td>
                      <td class="nowrap quiet" data-label="${sweeps.took}">
                        ${span(view, (sweep.finishedAt ?? view.now) - sweep.startedAt)}
                      </td>
                      <td class="nowrap quiet" data-label="${jobs.began}">${ago(view, sweep.startedAt)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`,
    )}`;
};
