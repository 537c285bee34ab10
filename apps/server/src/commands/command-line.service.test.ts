import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { linesOf, openPorticoShell, type PorticoShell } from '../testing/portico-shell.ts';
import { porticoCommand } from '../testing/run-portico.ts';
import { until } from '../testing/server-process.ts';

// Every command is a process of its own, and some tests run twenty of them.
vi.setConfig({ testTimeout: 600_000 });

let shell: PorticoShell;
beforeAll(async () => {
  shell = await openPorticoShell();
});
afterAll(() => shell.close());

const portico: PorticoShell['portico'] = (words, options) => shell.portico(words, options);

test('a key MUST sign in once it is kept as a profile, be seen by nobody else, and end when it is revoked', async () => {
  const made = await portico('keys create visitor --scope todos:read --expires 30d --out visitor.key --json');
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const file = join(shell.folder, 'visitor.key');
  const secret = readFileSync(file, 'utf8').trim();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(made.stdout).not.toContain(secret);
  expect(await portico('keys create other --scope todos:read --out visitor.key')).toMatchObject({ code: 2 });

  const env = { XDG_CONFIG_HOME: join(shell.folder, 'other'), PORTICO_DATA_DIR: join(shell.folder, 'none') };
  expect(await portico('todos list', { env: { ...env, PORTICO_URL: shell.server.url } })).toMatchObject({
    code: 6,
    stderr: expect.stringContaining('portico login'),
  });
  const login = await portico(`login --url ${shell.server.url} --key-file - --lang en`, { env, input: secret });
  expect(login).toMatchObject({ code: 0, stdout: expect.stringContaining('"visitor"') });
  const profiles = join(shell.folder, 'other', 'portico', 'profiles.json');
  expect(statSync(profiles).mode & 0o777).toBe(0o600);
  expect(await portico('todos list --limit 1 --json', { env })).toMatchObject({ code: 0 });
  expect(await portico('platforms list --lang en', { env })).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('platforms:read'),
  });
  expect(await portico('status --json', { env })).toMatchObject({ code: 0 });

  expect(await portico(`keys revoke ${JSON.parse(made.stdout).id} --yes`)).toMatchObject({ code: 0 });
  const refused = await until('the key has ended', 30_000, async () => {
    const ended = await portico('todos list', { env });
    return ended.code === 0 ? null : ended;
  });
  expect(refused).toMatchObject({ code: 6 });
  for (const { stdout, stderr } of [login, refused]) expect(stdout + stderr).not.toContain(secret);
  expect(await portico('login --key-file -', { env, input: 'pk_wrong' })).toMatchObject({ code: 6 });
  expect(await portico('logout', { env })).toMatchObject({ code: 0 });
  expect(existsSync(profiles)).toBe(false);
  expect(await portico('logout', { env })).toMatchObject({ code: 3 });
});

test('status MUST say how a server is, and whether one is there', async () => {
  const well = await portico('status --lang en');
  expect(well).toMatchObject({ code: 0, stderr: '' });
  for (const part of ['ready', 'first key', 'push/jinzhi', 'open']) expect(well.stdout).toContain(part);
  const away = await portico('status --url http://127.0.0.1:1');
  expect(away).toEqual({
    code: 5,
    stdout: '',
    stderr: expect.stringMatching(/^portico: no Portico server answers at http:\/\/127\.0\.0\.1:1 .*\n$/u),
  });
  const other = createServer((_request, response) => response.end('hello'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = other.address() as AddressInfo;
    expect(await portico(`status --url http://127.0.0.1:${port}`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no Portico server'),
    });
    expect(await portico(`todos list --url http://127.0.0.1:${port} --key k`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no Portico server'),
    });
  } finally {
    other.close();
  }
});

test('a server that never answers MUST NOT be waited for longer than --timeout, and errors MUST be JSON where that is asked for', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = silent.address() as AddressInfo;
    const ended = await portico(`keys revoke x --yes --url http://127.0.0.1:${port} --key k --timeout 1 --json`);
    expect(ended).toMatchObject({ code: 5, stdout: '' });
    expect(JSON.parse(ended.stderr)).toMatchObject({
      error: { exitCode: 5, message: expect.stringContaining('within 1 s') },
    });
  } finally {
    silent.closeAllConnections();
    silent.close();
  }
});

describe('help', () => {
  test('MUST lead to a command, and misuse MUST be one line', async () => {
    expect(await portico('help')).toMatchObject({ code: 0, stdout: expect.stringContaining('todos') });
    expect(await portico('todos list --help')).toEqual(await portico('help todos list'));
    expect(await portico('help settings')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('PORTICO_DATABASE_URL'),
    });
    for (const args of [
      'todoss',
      'todos',
      'todos lst',
      'todos list --sync odd',
      'todos show',
      'help nonsense',
      '--json',
    ]) {
      const ended = await portico(args);
      expect(ended).toMatchObject({ code: 2, stdout: '' });
      expect(linesOf(ended.stderr)).toHaveLength(1);
    }
  });
});

const bash = spawnSync('bash', ['--version']).status === 0;

describe.skipIf(!bash)('completion in a real bash', () => {
  /** What bash offers when Tab is pressed at the end of this line. */
  const completed = (line: string): readonly string[] => {
    const bin = join(shell.folder, 'bin');
    mkdirSync(bin, { recursive: true });
    const program = join(bin, 'portico');
    writeFileSync(program, `#!/bin/sh\nexec ${porticoCommand.map((word) => `'${word}'`).join(' ')} "$@"\n`);
    chmodSync(program, 0o755);
    // Readline itself divides the line into words and runs the function; `read -e` in a shell with a terminal would be needed to see it type.
    const script = `
      source <(portico completion bash)
      COMP_LINE=$1; COMP_POINT=\${#1}; COMP_WORDS=(); word=
      while IFS= read -r -n1 sign; do
        case $sign in
          ' '|'') [ -n "$word" ] && COMP_WORDS+=("$word"); word= ;;
          '='|':') [ -n "$word" ] && COMP_WORDS+=("$word"); COMP_WORDS+=("$sign"); word= ;;
          *) word+=$sign ;;
        esac
      done < <(printf '%s' "$1")
      COMP_WORDS+=("$word"); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
      complete -p portico > /dev/null && _portico
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const ended = spawnSync('bash', ['--norc', '-c', script, 'bash', line], {
      encoding: 'utf8',
      cwd: shell.folder,
      env: {
        PATH: `${bin}:${process.env['PATH']}`,
        ...shell.env,
      },
    });
    expect(ended.stderr).toBe('');
    return linesOf(ended.stdout);
  };

  test.each<[line: string, words: readonly string[]]>([
    ['portico tod', ['todos']],
    ['portico todos sh', ['show']],
    ['portico todos list --sync agr', ['agreed']],
    ['portico todos list --sync=agr', ['agreed']],
    ['portico platforms test j', ['jinzhi']],
    ['portico lanes pause push/wea', ['push/weaver-ofs']],
    ['portico lanes pause push/jinzhi push/wea', ['push/weaver-ofs']],
    ['portico platforms test --url http://127.0.0.1:1 j', []],
    ['portico nonsense ', []],
    ['portico events send ', []],
  ])('MUST offer what fits: %s', (line, words) => {
    expect(completed(line)).toEqual(words);
  });
});
