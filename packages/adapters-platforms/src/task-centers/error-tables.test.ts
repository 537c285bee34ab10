import { explainWords } from '@portico/core/task-center';
import { describe, expect, test } from 'vitest';
import { taskCenterKinds } from './task-center-kinds.ts';

const kinds = taskCenterKinds();
const errorsOf = (name: string) => kinds.find(({ kind }) => kind === name)?.errors;

test.each([
  ['jinzhi', '参数错误：subject：too long', '参数错误'],
  ['jinzhi', '应用认证失败', '应用认证失败'],
  ['weaver-ofs', 'HTTP 403: the address of Portico is probably not on the whitelist', 'HTTP 403'],
  ['jinzhi-shuxin', '40301: 无权限访问该场景', '40301'],
  ['jinzhi-shuxin', '应用凭证错误', '40102'],
  ['tongyidaiban', 'PARAM_ERROR: 参数错误：handlers[0].userId：required', 'PARAM_ERROR'],
  ['ability-center', '4131: 待办数量超过500', '4131'],
  ['ability-center', '4011: 应用密钥错误', '4011'],
])('MUST explain what %s says by %j', (kind, words, code) => {
  expect(explainWords(errorsOf(kind), words)?.code).toBe(code);
});

describe.each(
  kinds.filter(({ errors }) => errors !== undefined).map((kind) => [kind.kind, kind.errors ?? []] as const),
)('the error table of %s', (_name, errors) => {
  test('MUST say in both languages what each error means and what to do, once', () => {
    expect(errors.length).toBeGreaterThan(0);
    expect(new Set(errors.map(({ code }) => code)).size).toBe(errors.length);
    for (const { meaning, advice } of errors)
      for (const text of [meaning['zh-CN'], meaning.en, advice['zh-CN'], advice.en])
        expect(text.length).toBeGreaterThan(3);
  });
});
