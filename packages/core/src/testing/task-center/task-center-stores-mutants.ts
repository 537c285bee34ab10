import { okAsync } from 'neverthrow';
import type { MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryTaskCenterStores } from '../../memory/memory-task-center-stores.ts';
import type { TaskCenterStores } from '../../task-center/ports.ts';

/** Memory stores that break one promise; the contract suite has to notice. */
export interface TaskCenterStoresMutant {
  readonly name: string;
  readonly open: (database: MemoryDatabase) => TaskCenterStores;
}

const mutant = (
  name: string,
  change: (stores: TaskCenterStores) => Partial<TaskCenterStores>,
): TaskCenterStoresMutant => ({
  name,
  open: (database) => {
    const stores = createMemoryTaskCenterStores(database);
    return { ...stores, ...change(stores) };
  },
});

export const taskCenterStoresMutants: readonly TaskCenterStoresMutant[] = [
  mutant('forgets the states from before', ({ todos }) => ({
    todos: { ...todos, save: (items) => todos.save(items).map((states) => states.map(() => null)) },
  })),
  mutant('begins every page anew', ({ todos }) => ({
    todos: { ...todos, list: (tenant, filter, _after, limit) => todos.list(tenant, filter, null, limit) },
  })),
  mutant('ignores how to-dos stand', ({ todos }) => ({
    todos: {
      ...todos,
      list: (tenant, filter, after, limit) => todos.list(tenant, { ...filter, sync: null }, after, limit),
    },
  })),
  mutant('reads a text as a pattern', ({ todos }) => ({
    todos: {
      ...todos,
      list: (tenant, filter, after, limit) =>
        todos.list(
          tenant,
          { ...filter, text: filter.text === null ? null : filter.text.replaceAll('_', '') },
          after,
          limit,
        ),
    },
  })),
  mutant('marks by no mirror', ({ todos }) => ({
    todos: {
      ...todos,
      list: (...asked) => todos.list(...asked).map((found) => found.map(({ todo }) => ({ todo, marks: [] }))),
    },
  })),
  mutant('never raises a desired version', ({ mirrors }) => ({
    mirrors: {
      ...mirrors,
      want: (items) => {
        const [first] = items;
        return first === undefined
          ? okAsync(undefined)
          : mirrors
              .find(
                first.tenant,
                first.platform,
                items.map(({ key }) => key),
              )
              .andThen((found) => mirrors.want(items.filter(({ key }) => !found.has(key))));
      },
    },
  })),
  mutant('takes any confirmation, however old', ({ mirrors }) => ({
    mirrors: {
      ...mirrors,
      acknowledge: (items) => mirrors.acknowledge(items.map((item) => ({ ...item, corrects: true }))),
    },
  })),
  mutant('takes no correction', ({ mirrors }) => ({
    mirrors: {
      ...mirrors,
      acknowledge: (items) => mirrors.acknowledge(items.map((item) => ({ ...item, corrects: false }))),
    },
  })),
  mutant('loses decisions by hand', ({ mirrors }) => ({
    mirrors: { ...mirrors, setOverride: () => okAsync(undefined) },
  })),
  mutant('calls every mirror unattended', ({ mirrors }) => ({
    mirrors: {
      ...mirrors,
      unattended: (tenant, platform, _lane, after, limit) => mirrors.page(tenant, platform, null, after, limit),
    },
  })),
  mutant('pages through old mirrors too', ({ mirrors }) => ({
    mirrors: {
      ...mirrors,
      page: (tenant, platform, _since, after, limit) => mirrors.page(tenant, platform, null, after, limit),
    },
  })),
  mutant('forgets without bound', ({ mirrors }) => ({
    mirrors: { ...mirrors, forget: (tenant, platform) => mirrors.forget(tenant, platform, 1_000_000) },
  })),
  mutant('overwrites what somebody else changed', ({ platforms }) => ({
    platforms: {
      ...platforms,
      save: (platform) =>
        platforms
          .find(platform.tenant, platform.code)
          .andThen((stored) => (stored === null ? okAsync(true) : platforms.remove(platform.tenant, platform.code)))
          .andThen(() => platforms.save({ ...platform, revision: 1 })),
    },
  })),
  mutant('keeps rules by their ids', ({ rules }) => ({
    rules: {
      ...rules,
      replace: (tenant, list) =>
        rules.replace(
          tenant,
          list.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        ),
    },
  })),
  mutant('logs changes of all tenants together', ({ taskCenterLogs }) => ({
    taskCenterLogs: {
      ...taskCenterLogs,
      listDeletions: (_tenant, filter, before, limit) => taskCenterLogs.listDeletions('', filter, before, limit),
    },
  })),
  mutant('lists changes without regard to the page', ({ taskCenterLogs }) => ({
    taskCenterLogs: {
      ...taskCenterLogs,
      listChanges: (tenant, filter, _before, limit) => taskCenterLogs.listChanges(tenant, filter, null, limit),
    },
  })),
  mutant('loses a sweep’s place', ({ sweeps }) => ({
    sweeps: { ...sweeps, update: (sweep) => sweeps.update({ ...sweep, cursor: null }) },
  })),
  mutant('lets the last token win', ({ tokens }) => ({
    tokens: {
      ...tokens,
      swap: (tenant, platform, _used, token, expiresInMs) =>
        tokens
          .read(tenant, platform)
          .andThen((stored) => tokens.swap(tenant, platform, stored?.version ?? 0, token, expiresInMs)),
    },
  })),
];
