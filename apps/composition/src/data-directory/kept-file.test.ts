import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptFile } from './kept-file.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'portico-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('MUST make a kept file once, for its owner only', () => {
  const path = join(directory, 'credentials.json');
  expect(keptFile(path, () => 'first')).toBe('first');
  expect(keptFile(path, () => 'second')).toBe('first');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});
