import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const core = fileURLToPath(new URL('../packages/core/src', import.meta.url));
const contexts = ['access', 'domain-events', 'jobs', 'task-center', 'workflow'];

/** What a context may use of another: its words, its ports, and the use cases it offers; never how it does them. */
const open: Readonly<Record<string, readonly string[]>> = {
  access: ['model.ts', 'ports.ts', 'access.ts'],
  'domain-events': ['domain-event.ts', 'ports.ts', 'tell.ts'],
  jobs: ['job.ts', 'job-kind.ts', 'job-lane.ts', 'ports.ts', 'jobs.ts', 'begin-job.ts', 'fail-job.ts', 'step-end.ts'],
  'task-center': ['todo.ts', 'mirror.ts', 'mirror-key.ts', 'platform.ts', 'ports.ts', 'task-center.ts'],
  workflow: ['model.ts', 'ports.ts', 'workflow.ts'],
};

const sources = (folder: string): readonly string[] =>
  readdirSync(join(core, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name));

const imports = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/gu)].map((match) =>
    relative(core, resolve(dirname(file), match[1] as string)),
  );

describe('the core', () => {
  test.each(contexts)('%s MUST reach other contexts through their use cases, words and ports only', (context) => {
    const files = sources(context);
    expect(files.length).toBeGreaterThan(5);
    const trespasses = files.flatMap((file) =>
      imports(file)
        .filter((path) => {
          const [folder = '', ...rest] = path.split('/');
          if (folder === context || folder === 'ports' || folder === 'work') return false;
          return !(open[folder] ?? []).includes(rest.join('/'));
        })
        .map((path) => `${relative(core, file)} -> ${path}`),
    );
    expect(trespasses).toEqual([]);
  });

  test('the kernel MUST know no context', () => {
    const files = sources('work');
    expect(files.length).toBeGreaterThan(10);
    const trespasses = files.flatMap((file) =>
      imports(file)
        .filter((path) => !/^(?:work|ports)\//u.test(path))
        .map((path) => `${relative(core, file)} -> ${path}`),
    );
    expect(trespasses).toEqual([]);
  });
});
