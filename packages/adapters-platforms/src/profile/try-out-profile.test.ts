import type { PlatformConnection, PlatformKind, PushCall, TriedAnswer } from '@portico/core/task-center';
import { okAsync } from 'neverthrow';
import { expect, test } from 'vitest';
import { builtInProfiles, taskCenterKinds } from '../task-centers/task-center-kinds.ts';
import { sampleCalls } from './sample-calls.ts';

const kinds = taskCenterKinds();
const kindOf = (name: string): PlatformKind => {
  const kind = kinds.find((one) => one.kind === name);
  if (kind === undefined) throw new Error(`no kind ${name}`);
  return kind;
};

const connection: PlatformConnection = {
  tenant: 'default',
  code: 'p',
  baseUrl: 'https://todo.invalid',
  settings: {},
  secrets: {},
  profile: null,
  timezone: 'Asia/Shanghai',
  tokens: {
    read: () => {
      throw new Error('a try-out asks for no tokens');
    },
    swap: () => okAsync({ version: 1, token: '', expiresAt: null }),
  },
};

/** What a platform of this kind is set up with at least. */
const settled = (kind: PlatformKind, profile: unknown): Pick<PlatformConnection, 'settings' | 'secrets'> => {
  const fields = (kind.fieldsFor === undefined ? kind.configFields : kind.fieldsFor(profile)) ?? [];
  const needed = fields.filter((field) => field.required || field.default !== null);
  const value = (field: (typeof fields)[number]): unknown => field.default ?? 'portico';
  return {
    settings: Object.fromEntries(
      needed.filter(({ type }) => type !== 'secret').map((field) => [field.name, value(field)]),
    ),
    secrets: Object.fromEntries(
      needed.filter(({ type }) => type === 'secret').map(({ name }) => [name, 'very-secret-token']),
    ),
  };
};

const tryOut = async (name: string, answer: TriedAnswer | null, profile: unknown = null) => {
  const kind = kindOf(name);
  if (kind.tryOut === undefined) throw new Error(`${name} cannot be tried out`);
  const callFor = ({ units }: { readonly units: readonly PushCall['ref']['unit'][] }): PushCall | null =>
    sampleCalls(units[0] ?? 'assignee', 'create')[0] ?? null;
  return kind.tryOut({ ...connection, ...settled(kind, profile), profile }, callFor, answer);
};

test('MUST show what would be sent, secrets masked, and send nothing', async () => {
  const shown = (await tryOut('jinzhi', null))._unsafeUnwrap();
  expect(shown).toMatchObject({ outcome: null, refusal: null });
  const [exchange] = shown.exchanges;
  expect(exchange?.request.url).toContain('https://todo.invalid/');
  expect(decodeURIComponent(exchange?.request.body ?? '')).toContain('张三的请假申请');
  expect(JSON.stringify(shown)).not.toContain('very-secret-token');
});

test.each([
  ['{"push_result":"SUCCESS"}', 'done'],
  ['{"push_result":"FAIL","push_msg":"参数错误：subject：too long"}', 'refused'],
  ['{"push_result":"FAIL","push_msg":"应用认证失败"}', 'credentials'],
  ['<html>login</html>', 'credentials'],
])('MUST tell what the answer %s would be taken for', async (body, outcome) => {
  const shown = (
    await tryOut('jinzhi', { status: 200, headers: { 'content-type': 'application/json' }, body })
  )._unsafeUnwrap();
  expect(shown.outcome?.kind).toBe(outcome);
});

test('MUST try a profile of one’s own, and say where it is wrong', async () => {
  const profile = structuredClone(builtInProfiles.get('weaver-ofs'));
  const good = (
    await tryOut('profile', { status: 200, headers: {}, body: '{"operResult":"1"}' }, profile)
  )._unsafeUnwrap();
  expect(good.outcome).toMatchObject({ kind: 'done' });
  const wrong = (await tryOut('profile', null, { name: 7 }))._unsafeUnwrapErr();
  expect(wrong.issues.some(({ pointer }) => pointer.startsWith('/profile'))).toBe(true);
});

test('MUST be possible for every kind that is a profile', () => {
  expect(kinds.filter((kind) => kind.tryOut === undefined).map(({ kind }) => kind)).toEqual([]);
});
