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
  mutant('counts all platforms whatever it is asked', ({ todos }) => ({
    todos: {
      ...todos,
      countMarks: (tenant, filter, limit) => todos.countMarks(tenant, { ...filter, platform: null }, limit),
    },
  })),
  mutant('never says that there are more', ({ todos }) => ({
    todos: {
      ...todos,
      countMarks: (...asked) => todos.countMarks(...asked).map((found) => ({ ...found, more: false })),
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
  mutant('calls every mapping changed', ({ personMappings }) => ({
    personMappings: {
      ...personMappings,
      put: (tenant, space, entries) =>
        personMappings.put(tenant, space, entries).map(() => [...new Set(entries.map(({ personId }) => personId))]),
    },
  })),
  mutant('keeps the first mapping of a person', ({ personMappings }) => ({
    personMappings: {
      ...personMappings,
      put: (tenant, space, entries) =>
        personMappings
          .find(
            tenant,
            space,
            entries.map(({ personId }) => personId),
          )
          .andThen((known) =>
            personMappings.put(
              tenant,
              space,
              entries.filter(({ personId }) => !known.has(personId)),
            ),
          ),
    },
  })),
  mutant('maps people in every space alike', ({ personMappings }) => ({
    personMappings: {
      ...personMappings,
      put: (tenant, _space, entries) => personMappings.put(tenant, 'corp', entries),
      find: (tenant, _space, ids) => personMappings.find(tenant, 'corp', ids),
    },
  })),
  mutant('forgets under which ids people are shown', ({ mirrors }) => ({
    mirrors: { ...mirrors, notePeople: () => okAsync(undefined) },
  })),
  mutant('pages through open to-dos of people only', ({ todos }) => ({
    todos: {
      ...todos,
      pageOfAssignees: (...asked) =>
        todos.pageOfAssignees(...asked).map((page) => page.filter(({ state }) => state === 'open')),
    },
  })),
  mutant('takes a callback each time it comes', ({ callbacks }) => ({
    callbacks: {
      ...callbacks,
      append: (callback, keys) =>
        callbacks.append(
          callback,
          keys.map((key) => `${callback.id} ${key}`),
        ),
    },
  })),
  mutant('knows a callback by its first key alone', ({ callbacks }) => ({
    callbacks: { ...callbacks, append: (callback, keys) => callbacks.append(callback, keys.slice(0, 1)) },
  })),
  mutant('lists the callbacks of all platforms', ({ callbacks }) => ({
    callbacks: {
      ...callbacks,
      list: (tenant, filter, after, limit) => callbacks.list(tenant, { ...filter, platform: null }, after, limit),
    },
  })),
  mutant('forgets callbacks and not their keys', ({ callbacks }) => {
    const known = new Set<string>();
    return {
      callbacks: {
        ...callbacks,
        append: (callback, keys) => {
          const seen = keys.some((key) => known.has(`${callback.tenant} ${callback.platform} ${key}`));
          for (const key of keys) known.add(`${callback.tenant} ${callback.platform} ${key}`);
          return seen ? okAsync(false) : callbacks.append(callback, keys);
        },
      },
    };
  }),
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
