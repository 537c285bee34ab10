import { err, ok, safeTry } from 'neverthrow';
import { beginJob } from '../jobs/begin-job.ts';
import type { TaskCenterContext } from './context.ts';
import { invalid, notFound } from './problems.ts';
import { previewedAtMost, type RepushCases } from './repush.ts';
import { repushKindName, toRepushInput } from './repush-input.ts';

/** Begins a re-push as a job. */
export const createStartRepush =
  ({
    transactor,
    ids,
    doorbell,
  }: Pick<TaskCenterContext, 'transactor' | 'ids' | 'doorbell'>): RepushCases['startRepush'] =>
  (tenant, request, by) =>
    transactor
      .run((stores) =>
        safeTry(async function* () {
          const { filter, perSecond } = request;
          if (!Number.isInteger(perSecond) || perSecond < 1 || perSecond > 500)
            return err(invalid('/perSecond', 'A whole number from 1 to 500.'));
          if (filter.platform !== null && (yield* stores.platforms.find(tenant, filter.platform))?.enabled !== true)
            return err(notFound(`enabled platform "${filter.platform}"`));
          const { todos, more } = yield* stores.todos.countMarks(tenant, filter, previewedAtMost);
          return ok(
            yield* beginJob(
              stores,
              { ids },
              { kind: repushKindName },
              {
                tenant,
                subject: filter.platform,
                input: toRepushInput(request),
                reason: 'hand',
                by,
                total: more ? null : todos,
              },
            ),
          );
        }),
      )
      .map(({ job, ring }) => {
        doorbell.ring([ring]);
        return job;
      });
