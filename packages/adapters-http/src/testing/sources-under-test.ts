import type { Clock, Ids } from '@portico/core';
import {
  createMemoryDoorbell,
  createMemoryStores,
  createMemoryDatabase,
  createMemoryTransactor,
} from '@portico/core/memory';
import { createSources, type RunningSources } from '@portico/core/sources';
import { createFakeEngine, openSecrets, type FakeEngine } from '@portico/core/testing';
import { createWorkflow } from '@portico/core/workflow';

/** Real sources in memory over an engine that can be told what it has. */
export interface SourcesUnderTest {
  readonly sources: RunningSources;
  readonly engine: FakeEngine;
}

export const createSourcesUnderTest = (clock: Clock, ids: Ids): SourcesUnderTest => {
  const engine = createFakeEngine();
  const transactor = createMemoryTransactor(createMemoryDatabase(clock.now), createMemoryStores);
  const doorbell = createMemoryDoorbell();
  const sources = createSources({
    transactor,
    doorbell,
    clock,
    ids,
    secrets: openSecrets,
    workflow: createWorkflow({ transactor, doorbell, ids }),
    kinds: [engine.kind],
    timezone: 'Asia/Shanghai',
  });
  return { sources, engine };
};
