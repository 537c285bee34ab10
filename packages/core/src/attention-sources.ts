import { ok, safeTry } from 'neverthrow';
import { shownJobs } from './jobs/show-jobs.ts';
import type { JobStores } from './jobs/ports.ts';
import { pollKindName } from './sources/poll-job.ts';
import { sourceSweepKindName } from './sources/sweep-job.ts';
import type { AttentionItem } from './task-center/attention-items.ts';
import type { AttentionSource } from './task-center/attention.ts';
import type { WebhookStores } from './webhooks/ports.ts';
import type { WorkStores } from './work/ports.ts';

const recentMs = 24 * 3_600_000;

/** Jobs that failed within a day, show no sign of life, wait for an answer or ask an engine that gives none; sweeps speak for themselves. */
export const jobAttention: AttentionSource = (given, tenant, now) =>
  safeTry(async function* () {
    // All transactions come from the one transactor, over all stores.
    const stores = given as unknown as JobStores & Pick<WorkStores, 'work' | 'lanes'>;
    const found = yield* stores.jobs.list(
      tenant,
      { kinds: null, subject: null, states: ['running', 'paused', 'failed'] },
      null,
      200,
    );
    const shown = yield* shownJobs(
      stores,
      tenant,
      found.filter(({ kind }) => kind !== 'sweep'),
    );
    return ok(
      shown.flatMap(({ job, standing }): readonly AttentionItem[] => {
        const { id, kind, subject, failure, beatAt } = job;
        const item = { job: kind, id, subject, failure, at: beatAt };
        if (standing === 'failed' && (job.finishedAt ?? beatAt) > now - recentMs)
          return [{ kind: 'job-failed', ...item }];
        const asked = sourceSweepKindName === kind && job.state === 'paused' && job.checkpoint?.['phase'] === 'asked';
        if (asked) return [{ kind: 'job-asks', ...item }];
        const trouble = kind === pollKindName && job.state === 'running' ? job.checkpoint?.['trouble'] : null;
        if (typeof trouble === 'string') return [{ kind: 'engine-away', ...item, failure: trouble }];
        return standing === 'interrupted' ? [{ kind: 'job-silent', ...item }] : [];
      }),
    );
  });

/** Endpoints that are told nothing any more. */
export const endpointAttention: AttentionSource = (given, tenant) =>
  (given as unknown as WebhookStores).webhookEndpoints.list(tenant).map((endpoints) =>
    endpoints
      .filter(({ enabled }) => !enabled)
      .map(({ code, name, updatedAt }): AttentionItem => ({
        kind: 'endpoint-disabled',
        endpoint: code,
        name,
        at: updatedAt,
      })),
  );
