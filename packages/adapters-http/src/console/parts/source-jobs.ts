import type { ShownSource } from '@portico/core/sources';
import { html } from 'hono/html';
import { pages } from '../addresses.ts';
import { span } from '../format.ts';
import type { LatestJob, SourceJobs } from '../source-jobs.ts';
import type { Html, View } from '../view.ts';
import { jobBadge } from './job-parts.ts';
import { ago, clock } from './time.ts';

const question = (view: View, label: string, everyMs: number | null, latest: LatestJob | null): Html => {
  const { sources } = view.texts;
  const complaint = latest?.complaint ?? null;
  const said = latest?.shown.job.failure ?? latest?.line?.text ?? null;
  return html`<div class="source-question">
    <p>
      <strong>${label}</strong>
      <span class="quiet">${everyMs === null ? sources.notAsked : sources.every(span(view, everyMs))}</span>
    </p>
    ${
      latest === null
        ? everyMs === null
          ? ''
          : html`<p class="quiet">${sources.notYet}</p>`
        : html`<p>
              <a href="${pages.job(latest.shown.job.id)}">${jobBadge(view, latest.shown.standing)}</a>
              <span class="quiet">${sources.beat} ${ago(view, latest.shown.job.beatAt)}</span>
            </p>
            ${said === null ? '' : html`<p class="said level-${latest.line?.level ?? 'info'}">${said}</p>`}${complaint === null ? '' : html`<p class="said level-${complaint.level}">${clock(view, complaint.at)} ${complaint.text}</p>`}`
    }
  </div>`;
};

/** How the two questions of a source go. `jobs` null: the visitor may not look at jobs. */
export const sourceQuestions = (view: View, { poll, sweep }: ShownSource, jobs: SourceJobs | null): Html => {
  const { sources } = view.texts;
  return html`<div class="columns">
    ${question(view, sources.poll, poll?.everyMs ?? null, jobs?.poll ?? null)}
    ${question(view, sources.sweep, sweep?.everyMs ?? null, jobs?.sweep ?? null)}
  </div>`;
};
