import { afterAll, beforeAll, expect, test, describe } from 'vitest';
import { createApplication } from '@portico/core';
import { createMemoryPorts } from '@portico/core/memory';
import { createFakeClock, sampleEvent, sampleTime } from '@portico/core/testing';
import { testBackends, type TestDatabase } from '../database/test-database.ts';
import { createTransactor } from '../transactor.ts';

const nothing = {
  state: null,
  assigneeId: null,
  taskId: null,
  instanceId: null,
  processId: null,
  category: null,
  urgency: null,
  text: null,
  createdFrom: null,
  createdTo: null,
  sync: null,
  platform: null,
} as const;

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))('to-dos on $name', ({ create }) => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await create();
  });
  afterAll(() => testDatabase.dispose());

  test('MUST be found by how their process instance stands', async () => {
    const clock = createFakeClock(async () => {});
    const transactor = createTransactor(testDatabase.database);
    const { workflow, taskCenter } = createApplication({
      ...createMemoryPorts(clock),
      transactor,
      clock,
      kinds: [],
      timezone: 'Asia/Shanghai',
    });
    const now = (await transactor.run((stores) => stores.workflow.now()))._unsafeUnwrap();
    const event = sampleEvent('receive', -60);
    const recorded = await workflow.recordEngineEvents('default', [
      { ...event, occurredAt: event.occurredAt - sampleTime + now },
    ]);
    expect(recorded._unsafeUnwrap()).toMatchObject({ accepted: 1, todos: 1 });
    const found = async (instanceStatus: 'running' | 'completed') =>
      (await taskCenter.listTodos('default', { ...nothing, instanceStatus }, null, 10))._unsafeUnwrap().items.length;
    expect([await found('running'), await found('completed')]).toEqual([1, 0]);
  });
});
