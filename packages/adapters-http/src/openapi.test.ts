import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { createApiUnderTest } from './testing/api-under-test.ts';

test('MUST describe itself by a valid OpenAPI 3.1 document', async () => {
  const { document } = await createApiUnderTest();
  const verdict = await new Validator().validate(structuredClone(document) as unknown as Record<string, unknown>);
  expect(verdict.errors ?? []).toEqual([]);
  expect(verdict.valid).toBe(true);
  expect(Object.keys(document.paths).length).toBeGreaterThan(25);
});

test('MUST give every operation an id of its own', async () => {
  const { document } = await createApiUnderTest();
  const ids = Object.values(document.paths).flatMap((item) =>
    Object.values(item as Record<string, { operationId: string }>).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test('MUST show the document without asking anybody else', async () => {
  const { app } = await createApiUnderTest();
  const response = await app.request('/docs');
  const page = await response.text();
  expect(response.status).toBe(200);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page).toContain('/api/v1/task-center/events');
  expect(page.match(/(?:src|href)="(?!\/)[^"#]*"/g)).toBeNull();
});
