import { describe, expect, test } from 'vitest';
import { requestDifference } from './same-request.ts';

const sent = {
  method: 'POST',
  path: '/todo/save?a=1',
  body: '{"id":"T-1","user":{"no":"1","name":"张三"},"list":[1,2]}',
};
const differs = (recorded: Parameters<typeof requestDifference>[0], request = sent) =>
  requestDifference(recorded, request)?.en ?? null;

describe('a recorded request', () => {
  const same = { method: 'POST', path: '/todo/save?a=1' } as const;

  test.each([
    [{ ...same }],
    [{ ...same, body: {} }],
    [{ ...same, body: { user: { no: '1' } } }],
    [{ ...same, body: { id: '***', list: [1, '***'] } }],
    [{ ...same, body: '{"id":"T-1"}' }],
    [{ ...same, path: '/todo/save?a=***' }],
  ])('MUST be that which was sent where it says nothing else (%#)', (recorded) => {
    expect(differs(recorded)).toBe(null);
  });

  test.each([
    [{ ...same, method: 'PUT' as const }, 'the method is POST'],
    [{ ...same, path: '/todo/remove' }, 'the path is'],
    [{ ...same, body: { id: 'T-2' } }, 'the body differs at /id'],
    [{ ...same, body: { user: { name: '李四' } } }, 'the body differs at /user/name'],
    [{ ...same, body: { missing: null } }, 'the body differs at /missing'],
    [{ ...same, body: { list: [1] } }, 'the body differs at /list'],
    [{ ...same, body: [] }, 'the body differs at '],
  ])('MUST be told from another, with the place (%#)', (recorded, message) => {
    expect(differs(recorded)).toContain(message);
  });

  test('MUST be compared field by field where it is a form', () => {
    const form = { ...sent, body: 'systemCode=oa&secret=abc' };
    expect(differs({ ...same, body: 'secret=***&systemCode=oa' }, form)).toBe(null);
    expect(differs({ ...same, body: { systemCode: 'other' } }, form)).toBe('the body differs at /systemCode');
  });
});
