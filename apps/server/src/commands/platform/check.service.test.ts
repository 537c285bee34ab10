import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
// The vendor of the how-to: no real one is known to speak so, and only tests play it.
import { startReservePlatform } from '../../../../../packages/adapters-platforms/src/task-centers/reserve/reserve-platform.fixture.ts';
import { promises } from '@portico/adapters-platforms/conformance';
import { runPortico } from '../../testing/run-portico.ts';

const docs = fileURLToPath(new URL('../../../../../docs/how-to/', import.meta.url));
const page = readFileSync(join(docs, 'add-a-platform.md'), 'utf8');

const blockOf = (info: string): string => {
  const found = new RegExp(`^\`\`\`${info.replaceAll('.', '\\.')}\\n(.*?)^\`\`\`$`, 'msu').exec(page)?.[1];
  if (found === undefined) throw new Error(`the page has no block ${info}`);
  return found;
};

/** The one `portico` command of a block, as arguments. */
const argumentsIn = (info: string, change: Readonly<Record<string, string>> = {}): readonly string[] => {
  const line =
    blockOf(info)
      .replaceAll('\\\n', ' ')
      .split('\n')
      .find((one) => one.startsWith('portico ')) ?? '';
  return line
    .trim()
    .split(/\s+/u)
    .slice(1)
    .map((part) => change[part] ?? part);
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-check-test-'));
  cpSync(join(docs, 'reserve-platform'), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runPortico(args, { env: { XDG_CONFIG_HOME: folder, LANG: 'en_US.UTF-8', ...env }, directory: folder });

describe('docs/how-to/add-a-platform.md', () => {
  test('MUST show the files that it speaks of', () => {
    for (const name of ['profile.json', 'samples/run.json', 'samples/withdraw-unknown.json'])
      expect(blockOf(`json ${name}`)).toBe(readFileSync(join(docs, 'reserve-platform', name), 'utf8'));
  });

  test('MUST name every promise', () => {
    const listed = /The promises are\n\n(.*?)\n\n/su.exec(page)?.[1] ?? '';
    expect([...listed.matchAll(/`([\w-]+)`/gu)].map(([, id]) => id)).toEqual(promises.map(({ id }) => id));
  });

  test('MUST pass its check against samples', async () => {
    const { code, stdout, stderr } = await run(argumentsIn('sh samples'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/✓ kept {2}Withdrawing what is not there is no failure/u);
    expect(stdout).toMatch(/Passed: 5 kept, 0 broken, 0 to be looked at by eye, 9 not tried/u);
    expect(readFileSync(join(folder, 'report/report.md'), 'utf8')).toContain(
      '# 任务中心对接检查报告: 预约平台（示例）',
    );
  });

  test('MUST pass its check against the test system, and again from what that recorded', async () => {
    const platform = await startReservePlatform();
    try {
      const env = { RESERVE_SECRET: platform.secrets['systemSecret'] ?? '' };
      const args = argumentsIn('sh live', { 'https://reserve-test.example.edu': platform.baseUrl });
      const { code, stdout, stderr } = await run(args, env);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/Passed: 14 kept, 0 broken, 0 to be looked at by eye, 0 not tried/u);
      const written =
        readFileSync(join(folder, 'report/report.md'), 'utf8') +
        readFileSync(join(folder, 'recorded/connection.json'), 'utf8');
      expect(written).not.toContain(env.RESERVE_SECRET);
    } finally {
      await platform.close();
    }
    const again = await run(['platform', 'check', 'profile.json', '--samples', 'recorded', '--json']);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ passed: true, mode: 'samples', counts: { kept: 14, broken: 0 } });
  });
});

describe('portico platform check', () => {
  test('MUST check a built-in kind at its own sandbox', async () => {
    const { code, stdout } = await run(['platform', 'check', 'weaver-ofs', '--sandbox', '--quiet']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(JSON.parse(readFileSync(join(folder, 'portico-check/report.json'), 'utf8'))).toMatchObject({ passed: true });
  });

  test.each([
    [['profile.json'], 'say where the answers are from'],
    [['profile.json', '--samples', 'samples', '--live'], 'say where the answers are from'],
    [['profile.json', '--live', '--base-url', 'https://x.example'], '--live needs --test-person'],
    [['profile.json', '--live', '--test-person', 'T001'], '--live needs --base-url'],
    [['nothing.json', '--samples', 'samples'], 'nothing.json cannot be read'],
    [['profile.json', '--samples', 'nowhere'], 'cannot be read'],
    [['profile.json', '--samples', '.'], 'has no run.json'],
    [['profile.json', '--sandbox'], '--sandbox goes with one of'],
    [['profile.json', '--samples', 'samples', '--skip', 'everything'], 'there is no promise "everything"'],
    [['samples/run.json', '--samples', 'samples'], '/profile/'],
  ])('MUST say what is wrong with %j, and send nothing', async (args, message) => {
    const { code, stderr } = await run(['platform', 'check', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  test('MUST end with 1 where a promise is broken', async () => {
    const profile = readFileSync(join(folder, 'profile.json'), 'utf8').replace(
      'body.errcode == 40401',
      'body.errcode == 40499',
    );
    writeFileSync(join(folder, 'profile.json'), profile);
    const { code, stdout } = await run(['platform', 'check', 'profile.json', '--samples', 'samples']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ broken {2}Withdrawing what is not there is no failure \(withdraw came to failed/u);
  });
});
