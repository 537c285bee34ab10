import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fastCheck from 'fast-check/package.json' with { type: 'json' };
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blockWith, codeBlocks } from './testing/code-blocks.ts';
import { packPackages, strangersEnvironment, type PackedPackages } from './testing/packed-packages.ts';
import { eventually, isRunning } from './testing/processes.ts';

const pages = ['README.md', 'README.zh-CN.md'];
const minutes = 60_000;

let packed: PackedPackages;
beforeAll(async () => {
  packed = await packPackages();
}, 5 * minutes);
afterAll(() => packed?.remove());

/** Runs a program to its end; answers all that it wrote. */
const outputOf = (folder: string, program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string => {
  const done = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...strangersEnvironment(), ...env },
    timeout: minutes,
  });
  return `${done.stdout}${done.stderr}`;
};

/** A port that is free, as is the one after it. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const [one, next] = [createServer(), createServer()];
    one.listen(0, '127.0.0.1', () => {
      const { port } = one.address() as { port: number };
      const close = (then: () => void): void => void one.close(() => next.close(then));
      next.once('error', () => close(() => resolve(freePort())));
      next.listen(port + 1, '127.0.0.1', () => close(() => resolve(port)));
    });
  });

describe('The core by hand', () => {
  test('MUST be the first code block of both READMEs, and of about thirty lines', () => {
    const [english, chinese] = pages.map((page) => codeBlocks(page)[0]);
    expect(english).toEqual(chinese);
    expect(english?.language).toBe('ts');
    expect(english?.text.split('\n').length).toBeLessThanOrEqual(36);
  });

  test(
    'MUST run from packed tarballs in an empty folder, as TypeScript and as JavaScript, and print what the READMEs say',
    () => {
      const folder = packed.install(['@portico/core']);
      const [{ text } = { text: '' }, said] = codeBlocks('README.md');
      expect(codeBlocks('README.zh-CN.md')[1]).toEqual(said);
      for (const file of ['example.mts', 'example.mjs']) {
        writeFileSync(join(folder, file), text);
        expect(outputOf(folder, process.execPath, [file])).toBe(said?.text);
      }
    },
    2 * minutes,
  );
});

test(
  'The contract suites MUST hold for the adapters that the how-to pages show',
  () => {
    const folder = packed.install(['@portico/core'], `fast-check@${fastCheck.version}`);
    const page = 'docs/how-to/test-your-own-adapter.md';
    writeFileSync(join(folder, 'wall.mjs'), blockWith('docs/how-to/embed-the-core.md', 'js', 'createWall = '));
    writeFileSync(join(folder, 'wall.test.mjs'), blockWith(page, 'js', 'taskCenterPlatformContract'));
    writeFileSync(join(folder, 'store.test.mjs'), blockWith(page, 'js', 'workContract'));
    const output = outputOf(folder, process.execPath, ['--test', '--test-reporter=tap']);
    expect(output).toContain('# fail 0\n');
    expect(Number(/^# pass (\d+)$/mu.exec(output)?.[1])).toBeGreaterThan(30);
  },
  2 * minutes,
);

describe('The server from packed tarballs in an empty folder', () => {
  let folder: string;
  let port: number;
  let server: ChildProcess;
  let output = '';
  const url = (path: string): string => `http://127.0.0.1:${port}${path}`;
  const answers = (path: string): Promise<number> =>
    fetch(url(path)).then(
      ({ status }) => status,
      () => 0,
    );

  beforeAll(async () => {
    folder = packed.install(null);
    port = await freePort();
    server = spawn(join(folder, 'node_modules', '.bin', 'portico'), ['start'], {
      cwd: folder,
      env: { ...strangersEnvironment(), PORTICO_PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [server.stdout, server.stderr])
      stream?.on('data', (part: Buffer) => (output += part.toString()));
    const deadline = performance.now() + 90_000;
    while ((await answers('/readyz')) !== 200) {
      if (server.exitCode !== null || performance.now() > deadline)
        throw new Error(`The server is not ready:\n${output}`);
      await sleep(100);
    }
  }, 4 * minutes);
  afterAll(async () => {
    server?.kill('SIGTERM');
    await eventually('the server ends', () => !isRunning(server.pid ?? 0), 15_000);
  });

  /** Runs lines as somebody would paste them, but for the ports. */
  const paste = (...lines: readonly string[]): string => {
    const ours = lines.join('\n').replaceAll('localhost:3000', `127.0.0.1:${port}`);
    return outputOf(folder, 'sh', ['-c', ours.replaceAll('localhost:3001', `127.0.0.1:${port + 1}`)]);
  };

  test('MUST say what it runs on, and keep its data in the folder', async () => {
    expect(output).toContain('PGlite');
    expect(existsSync(join(folder, '.portico', 'credentials.json'))).toBe(true);
    expect(await answers('/openapi.json')).toBe(200);
  });

  test('MUST print a link that signs in', async () => {
    const link = outputOf(folder, 'npx', ['portico', 'sign-in']).trim();
    expect(link.startsWith(url('/'))).toBe(true);
    expect((await fetch(link, { redirect: 'manual', headers: { Accept: 'text/html' } })).status).toBeLessThan(400);
  });

  test('MUST show and close a to-do by the lines of the READMEs', async () => {
    const [push, look, close] = ['> event.json', '_sandbox/todos', '"complete"'].map((part) =>
      blockWith('README.md', 'sh', part),
    );
    const key = push?.split('\n').find((line) => line.startsWith('KEY=')) ?? '';
    const seen = (): string => paste(look ?? '');

    expect(paste(push ?? '')).toContain('"accepted":1');
    await eventually('the to-do stands at the sandbox', () => seen().includes('"state":"open"'), 20_000);
    expect(paste(key, close ?? '')).toContain('"accepted":1');
    await eventually('the to-do is closed at the sandbox', () => seen().includes('"state":"done"'), 20_000);

    const shellLines = (page: string) => codeBlocks(page).filter(({ language }) => language === 'sh');
    expect(shellLines('README.zh-CN.md')).toEqual(shellLines('README.md'));
  });

  test('MUST connect a platform by the lines of the how-to page', () => {
    const page = 'docs/how-to/connect-a-platform.md';
    const [kinds, create, enable] = codeBlocks(page).filter(({ language }) => language === 'sh');
    const key = kinds?.text.split('\n').find((line) => line.startsWith('KEY=')) ?? '';
    expect(paste(kinds?.text ?? '')).toContain('"kind":"jinzhi"');
    expect(paste(key, create?.text ?? '')).toContain('"enabled":false');
    const [tested, enabled] = paste(key, enable?.text ?? '').match(/\{"success":true,"data":\{"\w+":[^,]+/gu) ?? [];
    expect(tested).toContain('"ok":false');
    expect(enabled).toContain('"code":"tasks"');
  });
});
