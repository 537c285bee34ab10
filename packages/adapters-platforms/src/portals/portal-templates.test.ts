import { usualRefusal, usualTemplate } from '@portico/core/task-center';
import { expect, test } from 'vitest';
import { createPortalTemplates } from './portal-templates.ts';

const templates = createPortalTemplates('Asia/Shanghai');

const roots = {
  person: 'T001',
  page: 1,
  size: 50,
  state: 'open',
  total: 38,
  counts: { open: 38, done: 2, categories: [] },
  settings: { systemCode: 'ztri-process' },
  todos: [
    {
      id: 'T-1:T001',
      title: '会议申办',
      url: 'https://oa.example.edu/t/1',
      path: '/t/1',
      createdAt: Date.UTC(2025, 6, 10, 6, 57, 40),
    },
  ],
};

test('MUST answer in the shape that portals of this kind expect', () => {
  const render = templates.compile(usualTemplate, '/template')._unsafeUnwrap();
  expect(render(roots)._unsafeUnwrap()).toEqual({
    code: 200,
    msg: '获取成功',
    count: 38,
    data: [
      {
        id: 'T-1:T001',
        title: '会议申办',
        date: '2025-07-10 14:57:40',
        detailUrl: 'https://oa.example.edu/t/1',
        systemCode: 'ztri-process',
      },
    ],
  });
  const refuse = templates.compile(usualRefusal, '/refusal')._unsafeUnwrap();
  expect(refuse({ code: 'PORTAL_KEY_WRONG', message: 'wrong', settings: {} })._unsafeUnwrap()).toEqual({
    code: 500,
    msg: 'wrong',
    count: 0,
    data: [],
  });
});

test('MUST point at what is wrong in a template', () => {
  const pointerOf = (template: unknown): string | undefined =>
    templates.compile(template, '/template')._unsafeUnwrapErr().issues[0]?.pointer;
  expect(pointerOf({ data: '${nobody.name}' })).toBe('/template/data');
  expect(pointerOf({ data: { $each: 'todos', as: 'X' } })).toBe('/template/data/as');
  expect(pointerOf({ data: '${total' })).toBe('/template/data');
  expect(pointerOf('x'.repeat(20_001))).toBe('/template');
  let deep: unknown = 1;
  for (let depth = 0; depth < 30; depth += 1) deep = [deep];
  expect(pointerOf(deep)).toBe('/template');
});

test('MUST say what could not be rendered, and never throw', () => {
  const render = templates.compile({ count: '${int(person)}' }, '/template')._unsafeUnwrap();
  expect(render(roots)._unsafeUnwrapErr().message).toContain('/template/count');
});
