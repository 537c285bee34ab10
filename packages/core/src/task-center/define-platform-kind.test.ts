import { describe, expect, test } from 'vitest';
import { sampleTask } from '../testing/workflow/sample-events.ts';
import { definePlatformKind, type PlatformDefinition } from './define-platform-kind.ts';
import type { PlatformConnection, PushCall, PushContext, TaskCenterPlatform } from './platform.ts';

const connection = {
  tenant: 'default',
  code: 'wall',
  baseUrl: 'https://wall.example.edu',
  settings: { colour: 'red' },
} as unknown as PlatformConnection;
const context: PushContext = { signal: new AbortController().signal, remainingMs: () => 1_000 };
const call = {
  operation: 'create',
  key: 'k',
  version: 7,
  remoteId: null,
  people: new Map(),
  content: { tasks: [sampleTask({})] },
} as unknown as PushCall;

const opened = (definition: Partial<PlatformDefinition> = {}): TaskCenterPlatform =>
  definePlatformKind({ kind: 'wall', push: async () => {}, ...definition })
    .open(connection)
    ._unsafeUnwrap();

describe('A kind of platform from a function', () => {
  test('MUST take coming back for agreement', async () => {
    expect(await opened().push([call], context)).toEqual([
      { outcome: { kind: 'done', more: false }, found: 'as-sent', remoteId: null, exchanges: [] },
    ]);
  });

  test('MUST keep what the answer says, and fill in the rest', async () => {
    const platform = opened({ push: async () => ({ remoteId: '42', found: 'existed' }) });
    expect((await platform.push([call], context))[0]).toMatchObject({
      outcome: { kind: 'done' },
      remoteId: '42',
      found: 'existed',
    });
    const refusing = opened({ push: async () => ({ outcome: { kind: 'refused', reason: 'no such person' } }) });
    expect((await refusing.push([call], context))[0]?.outcome).toEqual({ kind: 'refused', reason: 'no such person' });
  });

  test('MUST take a throw for a lost answer, whatever was thrown', async () => {
    for (const push of [
      () => Promise.reject(new Error('reset')),
      (): Promise<void> => {
        throw new Error('reset');
      },
    ]) {
      expect((await opened({ push }).push([call], context))[0]?.outcome).toEqual({ kind: 'unknown', reason: 'reset' });
    }
    const verify = opened({ capabilities: { readBack: true }, verify: () => Promise.reject(new Error('reset')) });
    expect((await verify.verify(call, context)).outcome).toEqual({ kind: 'unknown', reason: 'reset' });
  });

  test('MUST promise nothing that it was not told, and send one call at a time', async () => {
    expect(opened().capabilities).toMatchObject({ identity: false, readBack: false, units: ['assignee'], maxBatch: 1 });
    expect(() => opened({ capabilities: { readBack: true } })).toThrow('verify');
  });

  test('MUST hand its settings over, and show what would be sent', async () => {
    const seen: unknown[] = [];
    const platform = opened({ push: async (_call, { settings }) => void seen.push(settings) });
    await platform.push([call], context);
    expect(seen).toEqual([{ colour: 'red' }]);
    expect(platform.buildPushData(call)._unsafeUnwrap()).toMatchObject({ operation: 'create', key: 'k', version: 7 });
    expect((await platform.testConnection(context)).outcome.kind).toBe('done');
  });
});
