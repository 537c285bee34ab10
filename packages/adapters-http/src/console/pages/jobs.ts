import type { JobLine, JobPage, JobWithLines, ShownJob } from '@portico/core/jobs';
import { html } from 'hono/html';
import { pages, withQuery } from '../addresses.ts';
import { number } from '../format.ts';
import { askingButton, postButton } from '../parts/button.ts';
import { empty } from '../parts/empty.ts';
import { jobBadge, jobKindName, jobProgress } from '../parts/job-parts.ts';
import { live, liveByEvents } from '../parts/live.ts';
import { ago, clock, exact } from '../parts/time.ts';
import { may, type Html, type View } from '../view.ts';

const reasonName = (view: View, reason: string): string => {
  const words: Readonly<Record<string, string>> = view.texts.sweeps;
  return words[`reason-${reason}`] ?? reason;
};

const row = (view: View, shown: ShownJob): Html => {
  const { jobs } = view.texts;
  const { job, standing } = shown;
  return html`<tr>
    <td class="subject">
      <a href="${pages.job(job.id)}">${jobKindName(view, job.kind)} · ${job.subject ?? jobs.everything}</a
      ><span class="quiet">${job.by ?? reasonName(view, job.reason)}</span>
    </td>
    <td>${jobBadge(view, standing)}</td>
    <td class="job-progress">${jobProgress(view, shown)}</td>
    <td class="nowrap quiet" data-label="${jobs.began}">${ago(view, job.startedAt)}</td>
  </tr>`;
};

export interface JobsContent {
  readonly page: JobPage;
  readonly kinds: readonly string[];
  readonly kind: string | null;
}

/** The jobs of a tenant, newest first. */
export const jobsPage = (view: View, { page, kinds, kind }: JobsContent): Html => {
  const { jobs, sweeps, repush, common } = view.texts;
  const chip = (name: string | null, label: string): Html =>
    html`<a
      class="chip"
      href="${withQuery(pages.jobs, { kind: name })}"
      ${kind === name ? html` aria-current="true"` : ''}
      >${label}</a
    >`;
  return html`<div class="page-head">
      <h1>${jobs.title}</h1>
      <span class="live-hint">${common.liveUpdates}</span>
      <p class="quiet">
        ${jobs.intro} <a href="${pages.sweeps}">${sweeps.title}</a> · <a href="${pages.repush}">${repush.title}</a>
      </p>
    </div>
    <nav class="chips" aria-label="${jobs.kind}">
      ${chip(null, common.any)}${kinds.map((name) => chip(name, jobKindName(view, name)))}
    </nav>
    ${live(
      view,
      'job-list',
      view.liveMs,
      page.items.length === 0
        ? empty(jobs.empty, jobs.emptyHelp)
        : html`<div class="table-frame">
            <table class="stacks">
              <thead>
                <tr>
                  <th scope="col">${jobs.kind}</th>
                  <th scope="col">${jobs.standing}</th>
                  <th scope="col">${jobs.progress}</th>
                  <th scope="col">${jobs.began}</th>
                </tr>
              </thead>
              <tbody>
                ${page.items.map((shown) => row(view, shown))}
              </tbody>
            </table>
          </div>`,
    )}
    ${
      page.nextCursor === null
        ? ''
        : html`<p class="paging">
            <a class="button plain" rel="next" href="${withQuery(pages.jobs, { kind, cursor: page.nextCursor })}"
              >${jobs.older}</a
            >
          </p>`
    }`;
};

const switches = (view: View, { job }: ShownJob): Html => {
  const { jobs } = view.texts;
  if (!may(view, 'lanes:write') || (job.state !== 'running' && job.state !== 'paused')) return html``;
  const action = (name: 'pause' | 'resume' | 'cancel'): string => pages.jobAction(job.id, name);
  return html`<div class="row-actions">
    ${
      job.state === 'running'
        ? postButton({ label: jobs.pause, icon: 'pause', action: action('pause'), fields: {} })
        : postButton({ label: jobs.resume, icon: 'play', action: action('resume'), fields: {}, kind: 'primary' })
    }
    ${askingButton({ id: 'cancel', label: jobs.cancel, icon: 'stop', action: action('cancel'), fields: {}, question: jobs.cancelConfirm, yes: jobs.confirmCancel, kind: 'danger' })}
  </div>`;
};

const lineOf = (view: View, { at, level, text, number: place }: JobLine): Html =>
  html`<li class="job-line level-${level}" data-line="${place}">
    <span class="quiet">${clock(view, at)}</span> <span>${text}</span>
  </li>`;

/** One job: how far it is as it goes on, what it was asked, and its log. */
export const jobPage = (view: View, { shown, lines }: JobWithLines): Html => {
  const { jobs, common } = view.texts;
  const { job, standing } = shown;
  const facts: readonly (readonly [string, Html | string])[] = [
    [jobs.by, job.by ?? reasonName(view, job.reason)],
    [jobs.began, exact(view, job.startedAt)],
    ...(job.finishedAt === null
      ? ([[jobs.beat, ago(view, job.beatAt)]] as const)
      : ([[jobs.ended, exact(view, job.finishedAt)]] as const)),
    ...(job.interruptions === 0 ? [] : ([[jobs.interruptions, number(view, job.interruptions)]] as const)),
    ...Object.entries(job.counts).map(([name, count]) => [name, number(view, count)] as const),
  ];
  const content = html`<section class="panel" data-standing="${standing}">
      <div class="section-head">${jobBadge(view, standing)}${switches(view, shown)}</div>
      <div aria-live="polite">${jobProgress(view, shown)}</div>
      ${job.failure === null ? '' : html`<p class="problem"><strong>${jobs.failure}</strong> ${job.failure}</p>`}
      <dl class="facts">
        ${facts.map(
          ([label, value]) =>
            html`<div>
              <dt>${label}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      <details class="numbers" id="job-input">
        <summary>${jobs.input}</summary>
        <pre class="job-input" tabindex="0"><code>${JSON.stringify(job.input, null, 2)}</code></pre>
      </details>
    </section>
    <section class="panel" aria-labelledby="job-log">
      <h2 id="job-log">${jobs.log}</h2>
      ${
        lines.length === 0
          ? html`<p class="quiet">${jobs.noLines}</p>`
          : html`<ol class="job-log" tabindex="0" aria-labelledby="job-log">
              ${lines.toReversed().map((line) => lineOf(view, line))}
            </ol>`
      }
    </section>`;
  const isOver = job.finishedAt !== null;
  return html`<div class="page-head">
      <p class="crumbs"><a href="${pages.jobs}">${jobs.title}</a></p>
      <h1>${jobKindName(view, job.kind)} · ${job.subject ?? jobs.everything}</h1>
      ${isOver ? '' : html`<span class="live-hint">${common.liveUpdates}</span>`}
      <p class="quiet"><code>${job.id}</code></p>
    </div>
    ${isOver ? html`<div class="live" id="job">${content}</div>` : liveByEvents(view, 'job', pages.jobEvents(job.id), content)}`;
};
