import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentOf, openPlatformBed, taskOf } from '../platform-bed.fixture.ts';
import type { PlatformBed } from '../platform-bed.fixture.ts';
import { describePlatform } from '../platform-promises.fixture.ts';

describePlatform({
  name: 'weaver-ofs',
  unit: 'assignee',
  again: 'as-sent',
  wrong: { settings: { syscode: 'nobody' }, secrets: {} },
  token: false,
});

describe('weaver-ofs', () => {
  let bed: PlatformBed;
  beforeAll(async () => {
    bed = await openPlatformBed('weaver-ofs');
  });
  afterAll(() => bed.close());

  test('MUST stamp each write with its version, so that a late older one changes nothing', async () => {
    const older = bed.call('create', contentOf('assignee', [taskOf({ subject: '旧' })]));
    const newer = bed.call('update', contentOf('assignee', [taskOf({ subject: '新' })]));
    await bed.push(newer);
    const [late] = await bed.push(older);
    expect(late?.outcome.kind).toBe('done');
    expect((await bed.todos('T001')).map(({ title }) => title)).toEqual(['新']);
  });

  test('MUST send the urgency only where a field is named for it', () => {
    const call = bed.call('create', contentOf('assignee'));
    const bodyOf = (settings: Record<string, unknown>): unknown =>
      bed.open({ settings })._unsafeUnwrap().buildPushData(call)._unsafeUnwrap()['body'];
    expect(bodyOf({ urgencyField: null })).not.toHaveProperty('requestlevel');
    expect(bodyOf({ urgencyField: 'requestlevel' })).toMatchObject({
      requestlevel: '1',
      receivets: String(call.version),
      flowid: 'T-1',
      receiver: 'T001',
    });
  });

  test('MUST tell the end of the whole process from that of a task', () => {
    const bodyOf = (status: 'running' | 'completed', state: 'open' | 'done'): unknown => {
      const content = { ...contentOf('assignee', [taskOf()], status), state };
      return bed.platform.buildPushData(bed.call('complete', content))._unsafeUnwrap()['body'];
    };
    expect(bodyOf('running', 'open')).toMatchObject({ isremark: '0' });
    expect(bodyOf('running', 'done')).toMatchObject({ isremark: '2' });
    expect(bodyOf('completed', 'done')).toMatchObject({ isremark: '4' });
  });
});
