import type { TaskCenterContext } from './context.ts';
import { isTaken, previewedAtMost, type RepushCases } from './repush.ts';

/** The dry run of a re-push: nothing is changed. */
export const createPreviewRepush =
  ({ transactor }: Pick<TaskCenterContext, 'transactor'>): RepushCases['previewRepush'] =>
  (tenant, { filter, mode }) =>
    transactor
      .run(({ todos }) => todos.countMarks(tenant, filter, previewedAtMost))
      .map((found) => ({
        found,
        objects: found.marks.reduce((sum, { sync, count }) => sum + (isTaken(mode, sync) ? count : 0), 0),
      }));
