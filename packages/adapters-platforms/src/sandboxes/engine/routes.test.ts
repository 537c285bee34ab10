import { expect, test } from 'vitest';
import { createRoutes } from './routes.ts';
import type { Operation } from './sandbox-kind.ts';

const operation = (name: string): Operation => ({
  name,
  decide: () => {
    throw new Error('not called here');
  },
});

const routes = createRoutes(
  new Map([
    ['/token', operation('token')],
    ['GET /users/{user}/tasks/sources/{source}', operation('by source')],
    ['PUT /users/{user}/tasks/{task}', operation('update')],
    ['DELETE /users/{user}/tasks/{task}', operation('delete')],
  ]),
);

const found = (method: string, path: string): unknown => {
  const route = routes.find(method, path);
  return 'others' in route ? route.others.map((other) => other.method) : [route.operation.name, route.params];
};

test('A sandbox MUST find operations by method and pattern, and read what stands in the path', () => {
  expect(found('POST', '/token')).toEqual(['token', {}]);
  expect(found('GET', '/users/u%201/tasks/sources/T-1%2FX')).toEqual(['by source', { user: 'u 1', source: 'T-1/X' }]);
  expect(found('PUT', '/users/u/tasks/9')).toEqual(['update', { user: 'u', task: '9' }]);
});

test('A sandbox MUST tell a wrong method from an unknown path, and take no broken or empty segment', () => {
  expect(found('GET', '/token')).toEqual(['POST']);
  expect(found('POST', '/users/u/tasks/9')).toEqual(['PUT', 'DELETE']);
  expect(found('GET', '/users/u/tasks')).toEqual([]);
  expect(found('PUT', '/users//tasks/9')).toEqual([]);
  expect(found('PUT', '/users/%E0%A4%A/tasks/9')).toEqual([]);
});
