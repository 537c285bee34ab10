import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../tooling/root.mjs';

// Rules that silently stop applying (a renamed folder, a changed pattern) look like clean code.
const broken: [file: string, code: string, rule: string][] = [
  ['packages/core/src/node.ts', "import 'node:fs';", 'portico(only-packages)'],
  ['packages/core/src/deep.ts', "export * from 'node:fs/promises';", 'portico(only-packages)'],
  ['packages/core/src/dynamic.ts', "export const load = () => import('hono');", 'portico(only-packages)'],
  ['packages/core/src/adapter.ts', "import '@portico/adapters-http';", 'portico(only-packages)'],
  ['packages/core/src/library.ts', "import 'fast-check';", 'portico(only-packages)'],
  ['packages/core/src/testing/runner.ts', "import 'vitest';", 'portico(only-packages)'],
  ['packages/core/src/clock.ts', 'export const now = Date.now();', 'eslint(no-restricted-properties)'],
  ['packages/core/src/dice.ts', 'export const dice = Math.random();', 'eslint(no-restricted-properties)'],
  ['packages/core/src/today.ts', 'export const today = new Date();', 'portico(no-ambient-clock)'],
  ['packages/core/src/testing/today.ts', 'export const today = new Date();', 'portico(no-ambient-clock)'],
  ['packages/adapters-http/src/peer.ts', "import '@portico/adapters-persistence';", 'eslint(no-restricted-imports)'],
  ['packages/adapters-http/src/app.ts', "import '@portico/server';", 'eslint(no-restricted-imports)'],
  ['packages/adapters-http/src/wire.ts', "import 'inversify';", 'eslint(no-restricted-imports)'],
  ['packages/adapters-http/src/path.ts', "import '../../core/src/index.ts';", 'eslint(no-restricted-imports)'],
  ['packages/adapters-http/src/promise.ts', 'Promise.resolve(1);', 'typescript(no-floating-promises)'],
  [
    'packages/adapters-http/src/result.ts',
    "import { okAsync } from 'neverthrow';\nokAsync(1);",
    'typescript(no-floating-promises)',
  ],
  ['packages/adapters-http/src/print.ts', 'console.log(1);', 'eslint(no-console)'],
  [
    'packages/adapters-http/src/hollow.test.ts',
    "import { test } from 'vitest';\ntest('asserts nothing', () => {});",
    'vitest(expect-expect)',
  ],
  [
    'apps/server/src/only.test.ts',
    "import { expect, test } from 'vitest';\ntest.only('a', () => { expect(1).toBe(1); });",
    'vitest(no-focused-tests)',
  ],
];

const allowed: [file: string, code: string][] = [
  [
    'packages/core/src/fine.ts',
    "import { ok } from 'neverthrow';\nimport { z } from 'zod';\nexport const fine = [ok, z, new Date(0)];",
  ],
  ['packages/core/src/testing/fine.ts', "import fc from 'fast-check';\nexport const fine = fc.integer();"],
  [
    'packages/adapters-http/src/fine.ts',
    "import 'node:fs';\nimport '@portico/core/work';\nexport const at = new Date();",
  ],
  ['apps/server/src/fine.ts', "import 'inversify';\nimport '@portico/adapters-http';"],
];

let folder: string;
let reported: string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-lint-'));
  const put = (file: string, write: (path: string) => void): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    write(join(folder, file));
  };
  for (const file of ['.oxlintrc.json', 'scripts/lint/plugin.mjs', 'tsconfig.base.json']) {
    put(file, (path) => copyFileSync(join(root, file), path));
  }
  put('tsconfig.json', (path) =>
    writeFileSync(path, '{ "extends": "./tsconfig.base.json", "include": ["packages", "apps"] }'),
  );
  // The one library that a type-aware case needs.
  put('node_modules/neverthrow', (path) => symlinkSync(join(root, 'packages/core/node_modules/neverthrow'), path));
  for (const [file, code] of [...broken, ...allowed]) put(file, (path) => writeFileSync(path, `${code}\n`));

  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
  const { stdout } = spawnSync(process.execPath, [oxlint, '--type-aware', '--format', 'unix'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, OXLINT_TSGOLINT_PATH: join(root, 'node_modules/oxlint-tsgolint/bin/tsgolint.js') },
  });
  reported = stdout.split('\n').map((line) => line.replaceAll('\\', '/'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.for(broken)('MUST refuse %s: %s', ([file, , rule]) => {
  const rules = reported.filter((line) => line.startsWith(`${file}:`)).map((line) => /\[Error\/(.*)\]/.exec(line)?.[1]);
  expect(rules).toContain(rule);
});

test.for(allowed)('MUST accept %s', ([file]) => {
  expect(reported.filter((line) => line.startsWith(`${file}:`))).toEqual([]);
});
