import { z } from 'zod';
import { languages, type Language } from './problems.ts';

const zodTexts = { 'zh-CN': z.locales.zhCN().localeError, en: z.locales.en().localeError };

/** zod's own messages in a language. */
export const zodErrorMap = (language: Language): (typeof zodTexts)[Language] => zodTexts[language];

/** What `Accept-Language` (RFC 9110, 12.5.4) asks for, among ours. */
export const chooseLanguage = (header: string | undefined): Language => {
  let chosen: Language = languages[0];
  if (header === undefined) return chosen;
  let best = 0;
  for (const part of header.slice(0, 256).split(',')) {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = quality === undefined ? 1 : Number(quality.slice(2));
    const language = range.startsWith('zh') ? 'zh-CN' : range.startsWith('en') ? 'en' : null;
    if (language !== null && weight > best) {
      best = weight;
      chosen = language;
    }
  }
  return chosen;
};

/** Our own messages about single fields. */
const fieldTexts = {
  'unstorable-text': {
    'zh-CN': '含有空字符（U+0000）或不成对的代理字符',
    en: 'holds a null character (U+0000) or a lone surrogate',
  },
  instant: { 'zh-CN': '不是有效的 ISO 8601 时间', en: 'is not an ISO 8601 time' },
  repeated: { 'zh-CN': '只能出现一次', en: 'may appear only once' },
  'line-number': { 'zh-CN': '须为行号（非负整数）', en: 'must be the number of a line' },
  header: { 'zh-CN': '须为 1 至 255 个可见 ASCII 字符', en: 'must be 1 to 255 visible ASCII characters' },
  'if-match': { 'zh-CN': '须为 ETag 所给的修订号', en: 'must be the revision that ETag gave' },
  'events-array': { 'zh-CN': '须为数组', en: 'must be an array' },
  'body-object': { 'zh-CN': '须为 JSON 对象', en: 'must be a JSON object' },
  'path-id': { 'zh-CN': '须与路径中的 id 一致', en: 'must be the id of the path' },
} as const satisfies Record<string, Record<Language, string>>;

export type FieldText = keyof typeof fieldTexts;

export const fieldText = (name: FieldText, language: Language): string => fieldTexts[name][language];

export const isFieldText = (value: unknown): value is FieldText =>
  typeof value === 'string' && Object.hasOwn(fieldTexts, value);
