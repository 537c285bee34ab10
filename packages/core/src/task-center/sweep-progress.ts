import type { Job, JobProgress } from '../jobs/job.ts';
import type { Sweep } from './ports.ts';
import { sweepCheckpoint } from './sweep-of-job.ts';
import type { SweptPage } from './sweep-page.ts';

type Line = NonNullable<JobProgress['lines']>[number];

const objects = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const found = ({ level }: Sweep, { scheduled, corrected }: Omit<SweptPage, 'rings'>): readonly Line[] => {
  if (corrected > 0) {
    const text = `${objects(corrected, 'object shows', 'objects show')} something else than was confirmed; corrected and scheduled`;
    return [{ level: 'info', text }];
  }
  if (scheduled === 0) return [];
  const what =
    level === 1 ? objects(scheduled, 'object differed', 'objects differed') : objects(scheduled, 'object', 'objects');
  return [{ level: 'info', text: `${what}; scheduled` }];
};

const summary = (checked: number, scheduled: number, corrected: number): Line => ({
  level: 'info',
  text: `finished: ${objects(checked, 'object', 'objects')} checked, ${scheduled} scheduled, ${corrected} corrected`,
});

/** How far a page has brought a sweep's job, with lines about what it found. */
export const sweepProgress = (
  job: Job,
  sweep: Sweep,
  page: Omit<SweptPage, 'rings'>,
  passedOver: string | null = null,
): JobProgress => {
  const { checked, scheduled, corrected, next } = page;
  const last = next === null;
  return {
    checkpoint: last ? job.checkpoint : sweepCheckpoint(next),
    done: checked,
    // Whatever was expected: these were all.
    ...(last ? { total: job.done + checked } : {}),
    counts: { scheduled, corrected },
    lines: [
      ...(passedOver === null
        ? []
        : [{ level: 'warning' as const, text: `objects that cannot be read are passed over: ${passedOver}` }]),
      ...found(sweep, page),
      ...(last ? [summary(job.done + checked, sweep.scheduled + scheduled, sweep.corrected + corrected)] : []),
    ],
  };
};
