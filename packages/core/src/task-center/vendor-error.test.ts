import { expect, test } from 'vitest';
import { explainWords, type VendorError } from './vendor-error.ts';

const text = { 'zh-CN': '', en: '' };
const errors: readonly VendorError[] = ['4001', '40011', '参数错误', '参数错误：pcUrl', 'BUSY'].map((code) => ({
  code,
  meaning: text,
  advice: text,
}));
const texts: readonly VendorError[] = [{ code: '4011', text: '应用密钥错误', meaning: text, advice: text }];
const codeOf = (words: string): string | null => explainWords(errors, words)?.code ?? null;

test.each([
  ['HTTP 200: {"code":4001,"msg":"…"}', '4001'],
  ['HTTP 200: {"code":40011}', '40011'],
  ['student 140011 is unknown', null],
  ['参数错误：subject：too long', '参数错误'],
  ['参数错误：pcUrl：too long', '参数错误：pcUrl'],
  ['BUSY', 'BUSY'],
  ['BUSYBOX', null],
  ['', null],
])('MUST explain %j by %j', (words, code) => {
  expect(codeOf(words)).toBe(code);
});

test('MUST explain a text that stands without its code', () => {
  expect(explainWords(texts, '应用密钥错误')?.code).toBe('4011');
  expect(explainWords(texts, '4011')?.code).toBe('4011');
});

test('MUST explain nothing where a kind knows no errors', () => {
  expect(explainWords(undefined, 'BUSY')).toBeNull();
});
