import { expect, test } from 'vitest';
import { draftIssue } from './check-draft.ts';
import { settingsIssues, urlIssue, withDefaults } from './check-settings.ts';
import type { ConfigField } from './platform.ts';
import { rulesIssue } from './rules.ts';
import { defaultRules } from './route.ts';
import type { PlatformDraft } from './task-center.ts';

const field = (name: string, fields: Partial<ConfigField>): ConfigField => ({
  name,
  label: { 'zh-CN': name, en: name },
  help: null,
  type: 'string',
  required: false,
  default: null,
  min: null,
  max: null,
  choices: null,
  ...fields,
});

const fields: readonly ConfigField[] = [
  field('appId', { required: true, min: 2, max: 8 }),
  field('retries', { type: 'integer', min: 1, max: 5, default: 2 }),
  field('mode', { type: 'choice', choices: ['a', 'b'] }),
  field('strict', { type: 'boolean' }),
  field('home', { type: 'url' }),
  field('secret', { type: 'secret', required: true }),
];

test.each([
  [{}, '/settings/appId', 'is missing'],
  [{ appId: 'x' }, '/settings/appId', 'must have 2 to 8 characters, has 1'],
  [{ appId: 'ok', retries: 6 }, '/settings/retries', 'must be 1 to 5, is 6'],
  [{ appId: 'ok', retries: 1.5 }, '/settings/retries', 'must be a whole number'],
  [{ appId: 'ok', mode: 'c' }, '/settings/mode', 'must be one of a, b'],
  [{ appId: 'ok', strict: 'yes' }, '/settings/strict', 'must be true or false'],
  [{ appId: 'ok', home: 'ftp://x' }, '/settings/home', 'must begin with http:// or https://'],
  [{ appId: 'ok', secret: 'x' }, '/settings/secret', 'belongs into secrets'],
  [{ appId: 'ok', other: 1 }, '/settings/other', 'is no setting of this kind'],
])('MUST name the setting and its limit: %j', (settings, pointer, message) => {
  expect(settingsIssues(fields, settings, ['secret'])).toContainEqual({ pointer, message });
});

test('MUST ask for required secrets, refuse unknown ones, and accept what fits', () => {
  expect(settingsIssues(fields, { appId: 'ok' }, [])).toEqual([{ pointer: '/secrets/secret', message: 'is missing' }]);
  expect(settingsIssues(fields, { appId: 'ok' }, ['secret', 'odd'])).toEqual([
    { pointer: '/secrets/odd', message: 'is no secret of this kind' },
  ]);
  expect(
    settingsIssues(fields, withDefaults(fields, { appId: 'ok', mode: 'a', strict: false, home: 'https://x/' }), [
      'secret',
    ]),
  ).toEqual([]);
  expect(withDefaults(fields, {})).toEqual({ retries: 2 });
});

test.each<[PlatformDraft, string]>([
  [{ code: 'Upper' }, '/code'],
  [{ code: 'x'.repeat(64) }, '/code'],
  [{ name: ' ' }, '/name'],
  [{ baseUrl: 'javascript:alert(1)' }, '/baseUrl'],
  [{ concurrency: 0 }, '/concurrency'],
  [{ batchSize: 101 }, '/batchSize'],
  [{ timeoutMs: 600_001 }, '/timeoutMs'],
  [{ rate: { perSecond: 0, burst: 1 } }, '/rate/perSecond'],
  [{ rate: { perSecond: Number.NaN, burst: 1 } }, '/rate/perSecond'],
  [{ retry: { count: 0, intervalSeconds: null, maxAgeSeconds: 60 } }, '/retry/count'],
  [{ retry: { count: null, intervalSeconds: [], maxAgeSeconds: 60 } }, '/retry/intervalSeconds'],
  [{ retry: { count: null, intervalSeconds: 86_401, maxAgeSeconds: 60 } }, '/retry/intervalSeconds'],
  [{ retry: { count: null, intervalSeconds: 1, maxAgeSeconds: 59 } }, '/retry/maxAgeSeconds'],
  [{ secrets: { token: '' } }, '/secrets/token'],
])('MUST name the field of a draft that is out of range: %j', (draft, pointer) => {
  expect(draftIssue(draft)?.pointer).toBe(pointer);
});

test.each([
  ['http://127.0.0.1:8080/path?x=1', true],
  ['https://[::1]:1/', true],
  ['https://oa.example.edu', true],
  ['https://user:pass@oa.example.edu', false],
  ['https://oa.example.edu/#part', false],
  ['https:///nohost', false],
  ['https://a b', false],
  ['//oa.example.edu', false],
])('MUST tell addresses that can be called: %s', (url, fits) => {
  expect(urlIssue(url) === null).toBe(fits);
});

test('MUST name the rule at fault', () => {
  const [rule] = defaultRules;
  if (rule === undefined) throw new Error('no rule');
  expect(rulesIssue(defaultRules)).toBeNull();
  expect(rulesIssue([rule, rule])?.pointer).toBe('/1/id');
  expect(rulesIssue([{ ...rule, match: { ...rule.match, personIds: ['a', ''] } }])?.pointer).toBe(
    '/0/match/personIds/1',
  );
  expect(rulesIssue(Array.from({ length: 501 }, (_, n) => ({ ...rule, id: `r${n}` })))?.message).toContain('500');
});
