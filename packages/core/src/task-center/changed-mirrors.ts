import { canonicalJson } from '../work/fingerprint.ts';
import type { InstanceState, TaskState } from '../workflow/model.ts';
import type { InstanceChange } from '../workflow/ports.ts';
import type { MirrorRef, MirrorUnit } from './mirror.ts';
import { projectMirrors } from './project-mirrors.ts';
import type { Route } from './route.ts';

const heading = ({
  tasks: _tasks,
  lastEvent: _lastEvent,
  eventCount: _count,
  version: _version,
  ...rest
}: InstanceState): string => canonicalJson(rest);

/** The tasks whose projections may differ, before and after. */
const suspects = ({
  before,
  after,
}: InstanceChange): { readonly before: readonly TaskState[]; readonly after: readonly TaskState[] } => {
  if (before === null) return { before: [], after: after.tasks };
  if (heading(before) !== heading(after)) return { before: before.tasks, after: after.tasks };
  const was = new Map(before.tasks.map((task) => [task.id, task]));
  const is = new Map(after.tasks.map((task) => [task.id, task]));
  // A fold that only went on keeps the tasks that it did not touch.
  return {
    before: before.tasks.filter((task) => is.get(task.id) !== task),
    after: after.tasks.filter((task) => was.get(task.id) !== task),
  };
};

/** The references whose desired content a change of an instance made different on a platform, by key. */
export const changedMirrors = (
  change: InstanceChange,
  units: readonly MirrorUnit[],
  route: Route,
): ReadonlyMap<string, MirrorRef> => {
  const tasks = suspects(change);
  const before =
    change.before === null ? new Map<string, never>() : projectMirrors(change.before, units, route, tasks.before);
  const after = projectMirrors(change.after, units, route, tasks.after);
  const changed = new Map<string, MirrorRef>();
  for (const [key, { ref, desired }] of after) {
    const was = before.get(key)?.desired;
    const same =
      (was?.state ?? 'absent') === desired.state &&
      (was === undefined || canonicalJson(was) === canonicalJson(desired));
    if (!same) changed.set(key, ref);
  }
  for (const [key, { ref, desired }] of before)
    if (!after.has(key) && desired.state !== 'absent') changed.set(key, ref);
  return changed;
};
