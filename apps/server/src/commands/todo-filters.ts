import { choice, instant, text, type Values } from '../cli/parsing/option.ts';
import { instanceStatuses, syncStates, todoStates, urgencies } from './words.ts';

/** Which to-dos: the same for whatever is about several of them. */
export const todoFilters = {
  state: choice('Of this state only.', todoStates),
  sync: choice('That stand like this on the platform, or on any.', syncStates),
  platform: text('On this platform.', 'code', 'platforms'),
  assignee: text('Of this person.', 'id'),
  task: text('Of this task.', 'id'),
  instance: text('Of this process instance.', 'id'),
  'instance-status': choice('Of instances that stand like this.', instanceStatuses),
  process: text('Of this process.', 'id'),
  category: text('Of this category.', 'name'),
  urgency: choice('Of this urgency.', urgencies),
  search: text('With this in the title.', 'text'),
  from: instant('Created at or after.'),
  to: instant('Created before.'),
} as const;

/** The same by the names of the API; what was not said is null. */
export const todoFilter = ({
  search,
  'instance-status': instanceStatus,
  ...same
}: Values<typeof todoFilters>): Readonly<Record<string, string | null>> => ({
  state: same.state,
  sync: same.sync,
  platform: same.platform,
  assignee: same.assignee,
  task: same.task,
  instance: same.instance,
  process: same.process,
  category: same.category,
  urgency: same.urgency,
  from: same.from,
  to: same.to,
  q: search,
  instanceStatus,
});
