import type { ConfigField, PlatformConnection } from '@portico/core/task-center';
import { describe, expect, test } from 'vitest';
import { checkSettings } from './check-settings.ts';

const secretNamed = (name: string): ConfigField => ({
  name,
  label: { 'zh-CN': '密钥', en: 'Secret' },
  help: null,
  type: 'secret',
  required: false,
  default: null,
  min: null,
  max: 500,
  choices: null,
});

const fields = ['callbackSecret', 'previousCallbackSecret', 'signingSecret'].map(secretNamed);

const issues = (secrets: Readonly<Record<string, string>>) =>
  checkSettings(fields, {
    baseUrl: 'https://oa.example.edu',
    timezone: 'Asia/Shanghai',
    settings: {},
    secrets,
  } as unknown as PlatformConnection).issues;

const inBase64 = (bytes: number): string => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;

describe('A key that messages are signed with', () => {
  test.each([
    ['callbackSecret', 'whsec_!!!!'],
    ['callbackSecret', `whsec_${'*'.repeat(40)}`],
    ['callbackSecret', inBase64(15)],
    ['callbackSecret', 'short text'],
    ['previousCallbackSecret', 'short text'],
    ['signingSecret', `whsec_${'*'.repeat(40)}`],
  ])('MUST be refused with its place when it is too short: %s %s', (name, value) => {
    const found = issues({ [name]: value });
    expect(found).toMatchObject([{ pointer: `/secrets/${name}` }]);
    expect(found[0]?.message).toContain('at least 16 bytes');
    expect(found[0]?.message).not.toContain(value);
  });

  test.each([
    ['callbackSecret', inBase64(16)],
    ['callbackSecret', 'a text of sixteen'],
    // Five characters of three bytes each, and one more byte.
    ['callbackSecret', '回调的密钥1'],
    // What other secrets are like is the vendor's to say.
    ['signingSecret', 'short text'],
  ])('MUST be taken when it is long enough: %s %s', (name, value) => {
    expect(issues({ [name]: value })).toEqual([]);
  });
});
