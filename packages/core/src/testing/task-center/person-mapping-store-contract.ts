import * as fc from 'fast-check';
import type { TodoCursor } from '../../task-center/ports.ts';
import type { Todo } from '../../task-center/todo.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import { assigneeRef, inTransaction, someTodo, wanted, type TaskCenterStoresSubject } from './task-center-subject.ts';

type Case = ContractCase<TaskCenterStoresSubject>;

const entry = (personId: string, remoteId: string) => ({ personId, remoteId, source: 'api' as const });

const sorted = (ids: readonly string[]): readonly string[] => ids.toSorted();

type Entry = ReturnType<typeof entry>;

const putting = (
  subject: TaskCenterStoresSubject,
  tenant: string,
  space: string,
  entries: readonly Entry[],
): Promise<readonly string[]> =>
  inTransaction(subject, ({ personMappings }) => personMappings.put(tenant, space, entries));

const removing = (
  subject: TaskCenterStoresSubject,
  tenant: string,
  space: string,
  ids: readonly string[],
): Promise<readonly string[]> =>
  inTransaction(subject, ({ personMappings }) => personMappings.remove(tenant, space, ids));

const pairs = async (subject: TaskCenterStoresSubject, tenant: string, space: string): Promise<unknown> =>
  (await inTransaction(subject, ({ personMappings }) => personMappings.list(tenant, space, null, null, 1_000))).map(
    ({ personId, remoteId }) => [personId, remoteId],
  );

/** The promises of `PersonMappingStore`. */
export const personMappingStoreContract: readonly Case[] = [
  {
    name: 'MUST keep mappings, say for whom something changed, and stamp them with its own time',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const put = (...entries: readonly Entry[]) => putting(subject, tenant, 'corp', entries);
      mustEqual(sorted(await put(entry('T001', 'ou-1'), entry('张三', 'ou-2'))), ['T001', '张三'], 'new ones');
      const [first] = await inTransaction(subject, ({ personMappings }) =>
        personMappings.list(tenant, 'corp', null, null, 10),
      );
      mustEqual(
        { ...first, updatedAt: 0 },
        { tenant, space: 'corp', personId: 'T001', remoteId: 'ou-1', source: 'api', updatedAt: 0 },
        'as it is kept',
      );
      must((first?.updatedAt ?? 0) > 1_000_000_000_000, 'it has a time in milliseconds');
      mustEqual(await put(entry('T001', 'ou-1')), [], 'the same again');
      mustEqual(await put(entry('T001', 'ou-9'), entry('张三', 'ou-2')), ['T001'], 'one of two changed');
      mustEqual(await put(), [], 'nothing');
      mustEqual(
        await put(entry('T002', 'ou-3'), entry('T002', 'ou-4')),
        ['T002'],
        'two for the same person in one call',
      );
      mustEqual(
        await pairs(subject, tenant, 'corp'),
        [
          ['T001', 'ou-9'],
          ['T002', 'ou-4'],
          ['张三', 'ou-2'],
        ],
        'what is kept: the last counts',
      );
    },
  },
  {
    name: 'MUST keep spaces and tenants apart, and count them',
    run: async (subject) => {
      const [one, two] = [await subject.freshTenant(), await subject.freshTenant()];
      await putting(subject, one, 'corp', [entry('T001', 'a'), entry('T002', 'b')]);
      await putting(subject, one, 'a-1', [entry('T001', 'c')]);
      await putting(subject, two, 'corp', [entry('T001', 'd')]);
      const find = async (tenant: string, space: string, ...ids: readonly string[]) =>
        Object.fromEntries(
          await inTransaction(subject, ({ personMappings }) => personMappings.find(tenant, space, ids)),
        );
      mustEqual(await find(one, 'corp', 'T001', 'T001', 'T003'), { T001: 'a' }, 'in one space');
      mustEqual(await find(one, 'a-1', 'T001', 'T002'), { T001: 'c' }, 'in another');
      mustEqual(await find(two, 'corp', 'T001', 'T002'), { T001: 'd' }, 'in another tenant');
      mustEqual(await find(two, 'corp'), {}, 'nobody');
      await putting(subject, one, 'corp', [entry('A9', 'a')]);
      const whoIs = (space: string, remoteId: string) =>
        inTransaction(subject, ({ personMappings }) => personMappings.whoIs(one, space, remoteId));
      mustEqual(await whoIs('corp', 'a'), ['A9', 'T001'], 'who it is: several');
      mustEqual(await whoIs('corp', 'd'), [], 'who it is: nobody of this tenant');
      mustEqual(await whoIs('a-1', 'c'), ['T001'], 'who it is there');
      await removing(subject, one, 'corp', ['A9']);
      mustEqual(
        await inTransaction(subject, ({ personMappings }) => personMappings.count(one)),
        [
          { space: 'a-1', count: 1 },
          { space: 'corp', count: 2 },
        ],
        'counts',
      );
      mustEqual(await removing(subject, one, 'corp', ['T001', 'T001', 'T009']), ['T001'], 'removed');
      mustEqual(await removing(subject, one, 'corp', ['T001']), [], 'removed again');
      mustEqual(await find(two, 'corp', 'T001'), { T001: 'd' }, 'the other tenant’s');
      mustEqual(await find(one, 'a-1', 'T001'), { T001: 'c' }, 'the other space’s');
    },
  },
  {
    name: 'MUST list by person, page by page, and find a part of either id, whatever its letters',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const ids = ['A%1', 'a_2', 'B', 'ab', '张三', '😀'];
      await putting(
        subject,
        tenant,
        'corp',
        ids.map((id, index) => entry(id, `OU-${index}`)),
      );
      const list = async (text: string | null, after: string | null, limit: number) =>
        (
          await inTransaction(subject, ({ personMappings }) => personMappings.list(tenant, 'corp', text, after, limit))
        ).map(({ personId }) => personId);
      mustEqual(await list(null, null, 4), ['A%1', 'B', 'a_2', 'ab'], 'the first page');
      mustEqual(await list(null, 'ab', 4), ['张三', '😀'], 'the second');
      mustEqual(await list('%', null, 10), ['A%1'], 'a sign that means something to patterns');
      mustEqual(await list('a', null, 10), ['A%1', 'a_2', 'ab'], 'letters of either case');
      mustEqual(await list('ou-4', null, 10), ['张三'], 'the other id');
      mustEqual(await list('a', 'a_2', 10), ['ab'], 'a page of what was found');
    },
  },
  {
    name: 'MUST take any text that comes from outside',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), async (id) => {
          await putting(subject, tenant, 'corp', [entry(id, id), entry('__proto__', id)]);
          await inTransaction(subject, ({ personMappings }) => personMappings.list(tenant, 'corp', id, id, 10));
        }),
        { numRuns: 20 },
      );
    },
  },
];

/** What mirrors and to-dos promise for the sake of mapped people. */
export const mappedPeopleContract: readonly Case[] = [
  {
    name: 'MUST remember under which ids people were shown, and forget them with the object',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const ref = assigneeRef('S-1', 'T-1', 'T001');
      const mirror = wanted(tenant, 'p', ref, 5);
      await inTransaction(subject, ({ mirrors }) => mirrors.want([mirror]));
      const people = async () =>
        (await inTransaction(subject, ({ mirrors }) => mirrors.find(tenant, 'p', [mirror.key]))).get(mirror.key)
          ?.acknowledged;
      mustEqual(await people(), { version: 0, state: 'absent', fingerprint: null, remoteId: null }, 'before');
      const note = (key: string, remoteId: string) =>
        inTransaction(subject, ({ mirrors }) => mirrors.notePeople(tenant, 'p', [{ key, people: { T001: remoteId } }]));
      await note(mirror.key, 'ou-1');
      await note('none', 'ou-1');
      mustEqual(
        await people(),
        { version: 0, state: 'absent', fingerprint: null, remoteId: null, people: { T001: 'ou-1' } },
        'noted, with nothing confirmed',
      );
      const confirm = (state: 'open' | 'absent', shown: Readonly<Record<string, string>> | null) =>
        inTransaction(subject, ({ mirrors }) =>
          mirrors.acknowledge([
            {
              tenant,
              platform: 'p',
              key: mirror.key,
              corrects: false,
              acknowledged: {
                version: 5,
                state,
                fingerprint: 'f',
                remoteId: 'r',
                ...(shown === null ? {} : { people: shown }),
              },
            },
          ]),
        );
      await confirm('open', { T001: '李"老师\\', T002: 'ou-2' });
      mustEqual((await people())?.people, { T001: '李"老师\\', T002: 'ou-2' }, 'confirmed');
      await confirm('absent', null);
      must(!('people' in ((await people()) ?? {})), 'forgotten');
    },
  },
  {
    name: 'MUST page through the to-dos of some people, whatever their state, by person and version',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const other = await subject.freshTenant();
      const todo = (of: string, taskId: string, id: string, version: number, state: 'open' | 'done' | 'withdrawn') =>
        someTodo(of, { taskId, assignee: { id, name: id, department: null }, version, state });
      await inTransaction(subject, ({ todos }) =>
        todos.save([
          todo(tenant, 'T-3', 'a', 7, 'open'),
          todo(tenant, 'T-1', 'a', 9, 'done'),
          todo(tenant, 'T-2', 'a', 7, 'withdrawn'),
          todo(tenant, 'T-1', 'B', 9, 'open'),
          todo(tenant, 'T-1', 'c', 1, 'open'),
          todo(other, 'T-1', 'a', 1, 'open'),
        ]),
      );
      const seen: string[] = [];
      let after: TodoCursor | null = null;
      for (let pages = 0; pages < 10; pages += 1) {
        const from: TodoCursor | null = after;
        const page: readonly Todo[] = await inTransaction(subject, ({ todos }) =>
          todos.pageOfAssignees(tenant, ['a', 'B'], from, 2),
        );
        seen.push(...page.map(({ taskId, assignee }) => `${assignee.id} ${taskId}`));
        const last = page.at(-1);
        if (last === undefined) break;
        after = { version: last.version, taskId: last.taskId, assigneeId: last.assignee.id };
      }
      mustEqual(seen, ['B T-1', 'a T-2', 'a T-3', 'a T-1'], 'everything, once');
      mustEqual(
        await inTransaction(subject, ({ todos }) => todos.pageOfAssignees(tenant, [], null, 10)),
        [],
        'of nobody',
      );
    },
  },
];
