import type { JobStanding, ShownJob } from '@portico/core/jobs';
import { html } from 'hono/html';
import { number, relative, span } from '../format.ts';
import { jobKinds } from '../texts/jobs.ts';
import type { Html, View } from '../view.ts';
import type { Tone } from './badge.ts';
import { bar } from './bar.ts';
import { icon, type IconName } from './icon.ts';

const looks: Readonly<Record<JobStanding, { readonly tone: Tone; readonly icon: IconName }>> = {
  running: { tone: 'busy', icon: 'play' },
  queued: { tone: 'busy', icon: 'clock' },
  waiting: { tone: 'busy', icon: 'hourglass' },
  held: { tone: 'warn', icon: 'pause' },
  paused: { tone: 'warn', icon: 'pause' },
  interrupted: { tone: 'bad', icon: 'bolt' },
  finished: { tone: 'good', icon: 'check' },
  failed: { tone: 'bad', icon: 'cross' },
  cancelled: { tone: 'calm', icon: 'stop' },
};

export const jobBadge = ({ texts }: View, standing: JobStanding): Html =>
  html`<span class="badge tone-${looks[standing].tone}" data-standing="${standing}"
    >${icon(looks[standing].icon)}${texts.jobStanding[standing]}</span
  >`;

export const jobKindName = ({ language }: View, kind: string): string => jobKinds[kind]?.[language] ?? kind;

/** How far a job is: a bar where the whole is known, and the numbers. */
export const jobProgress = (view: View, { job, standing, perSecond, remainingMs, resumesAt }: ShownJob): Html => {
  const { jobs } = view.texts;
  const done = number(view, job.done);
  const said = job.total === null ? done : jobs.of(done, number(view, job.total));
  const runs = job.state === 'running';
  const more = [
    ...(runs && perSecond !== null ? [jobs.rate(number(view, perSecond))] : []),
    ...(runs && remainingMs !== null ? [jobs.left(span(view, remainingMs))] : []),
    ...(standing === 'waiting' && resumesAt !== null ? [jobs.resumes(relative(view, resumesAt))] : []),
  ];
  const tone = looks[standing].tone;
  return html`<p class="meter-line">
      <span class="strong">${said}</span><span class="quiet">${more.join(' · ')}</span>
    </p>
    ${
      job.total === null || job.total === 0
        ? ''
        : bar(
            [
              { tone, label: jobs.progress, count: Math.min(job.done, job.total) },
              { tone: 'calm', label: '', count: 0 },
              ...(job.done < job.total ? [{ tone: 'calm' as const, label: '–', count: job.total - job.done }] : []),
            ],
            `${jobs.progress}: ${said}`,
          )
    }`;
};
