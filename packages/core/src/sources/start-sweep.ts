import { err, ok, safeTry } from 'neverthrow';
import { beginJob } from '../jobs/begin-job.ts';
import { conflict, notFound } from '../task-center/problems.ts';
import type { SourcesContext } from './context.ts';
import type { Sources } from './sources.ts';
import { sourceSweepKindName } from './sweep-job.ts';

/** Begins a sweep of an engine's list by hand; one at a time. */
export const createStartSourceSweep =
  ({ transactor, ids, doorbell }: SourcesContext): Sources['startSweep'] =>
  (tenant, code, by) =>
    transactor
      .run((stores) =>
        safeTry(async function* () {
          const source = yield* stores.sources.lock(tenant, code);
          if (source === null) return err(notFound(`source "${code}"`));
          if (!source.enabled || source.sweep === null)
            return err(conflict('The source is switched off, or has no question for what is open.'));
          const filter = { kinds: [sourceSweepKindName], subject: code, states: ['running', 'paused'] } as const;
          const [other] = yield* stores.jobs.list(tenant, filter, null, 1);
          if (other !== undefined) return err(conflict(`A sweep of this source is under way: job ${other.id}.`));
          const kind = { kind: sourceSweepKindName };
          return ok(yield* beginJob(stores, { ids }, kind, { tenant, subject: code, input: {}, reason: 'hand', by }));
        }),
      )
      .map(({ job, ring }) => {
        doorbell.ring([ring]);
        return job;
      });
