import fc from 'fast-check';
import { expect, test } from 'vitest';
import { causeOf } from './cause.ts';

test.each([
  ['参数错误：assignments[0].assign_id：T001 不存在', '参数错误：assignments[#].assign_id：# 不存在'],
  ['任务不存在：S-20261122-7:T001', '任务不存在：#'],
  [
    'HTTP 200: {"code":4001,"msg":"参数错误：todos[12].pcUrl：too long"}',
    'HTTP 200: {"code":4001,"msg":"参数错误：todos[#].pcUrl：too long"}',
  ],
  ['errcode: 40014, token of 88213 is dead', 'errcode: 40014, token of # is dead'],
  ['A00213 用户 20210001 未注册', 'A00213 用户 # 未注册'],
  ['connect ECONNREFUSED 127.0.0.1:3100', 'connect ECONNREFUSED #'],
  ['40410: 流程实例不存在', '40410: 流程实例不存在'],
  ['HTTP 503: <html><body><h1 class="x">503</h1></body></html>', 'HTTP 503: 503'],
  ['no answer within 10 s', 'no answer within # s'],
  ['服务繁忙，请稍后再试 (503)', '服务繁忙，请稍后再试 (503)'],
  ['request 0192f0c1-7a31-7cc1-9d0e-3f5b0c5a1e11 at 2026-11-22T08:00:30+08:00 failed', 'request # at # failed'],
  ['mail zhang.san@example.edu is unknown', 'mail # is unknown'],
  [
    '/handler/person/remoteId: 张三 (20210001) is not mapped in the space "campus"',
    '/handler/person/remoteId: # is not mapped in the space "campus"',
  ],
  [null, ''],
])('MUST tell %j as the cause %j', (words, cause) => {
  expect(causeOf(words)).toBe(cause);
});

test('MUST give one cause to failures that differ in ids alone', () => {
  const id = fc.oneof(
    fc.uuid(),
    fc.integer({ min: 10_000_000 }).map(String),
    fc.integer({ min: 0 }).map((n) => `T-${n}`),
  );
  fc.assert(
    fc.property(id, id, (one, other) => {
      expect(causeOf(`用户 ${one} 不存在 (code 40411)`)).toBe(causeOf(`用户 ${other} 不存在 (code 40411)`));
    }),
  );
});

test('MUST keep codes of vendors apart', () => {
  expect(causeOf('HTTP 200: {"code":40301}')).not.toBe(causeOf('HTTP 200: {"code":40410}'));
  expect(causeOf('HTTP 404: gone')).not.toBe(causeOf('HTTP 503: gone'));
});

test('MUST be idempotent, bounded and storable whatever it is given', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (words) => {
      const cause = causeOf(words);
      expect([...cause].length).toBeLessThanOrEqual(160);
      expect(cause.isWellFormed()).toBe(true);
      expect(cause).not.toContain('\u0000');
      expect(causeOf(cause)).toBe(cause);
    }),
    { numRuns: 500 },
  );
});

test('MUST not take long over hostile words', () => {
  for (const words of ['a@'.repeat(5_000), '1.1.1.'.repeat(5_000), '#.'.repeat(5_000), '-'.repeat(10_000)])
    expect(causeOf(words).length).toBeLessThanOrEqual(160);
});
