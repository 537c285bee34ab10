import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../until.ts';
import { createChildren } from './children.ts';
import { nodeFlags } from './node-flags.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-children-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A zombie that nobody has waited for yet does nothing any more.
    return !/^State:\s+Z/mu.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

const innerPid = (): Promise<number> =>
  until('the inner process is there', 10_000, async () => {
    const file = join(folder, 'inner');
    const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
    return text === '' ? null : Number(text);
  });

const untilGone = (pids: readonly number[]): Promise<true> =>
  until('nothing is left', 10_000, async () => (pids.some(lives) ? null : true));

test('MUST leave nothing behind when it is killed', async () => {
  const parent = fork(fileURLToPath(new URL('left-behind.fixture.ts', import.meta.url)), [folder], {
    execArgv: [...nodeFlags],
  });
  const [pid] = (await once(parent, 'message')) as [number];
  const pids = [pid, await innerPid()];
  expect(pids.map(lives)).toEqual([true, true]);
  parent.kill('SIGKILL');
  await untilGone(pids);
});

test('MUST end what a process started together with it, and say how it ended', async () => {
  const children = createChildren(folder);
  const child = children.start({
    name: 'two',
    command: '/bin/sh',
    args: ['-c', 'sleep 600 & echo $! > inner; sleep 600'],
    env: {},
    cwd: folder,
  });
  const pids = [child.pid, await innerPid()];
  child.signal('SIGSTOP');
  expect(child.running()).toBe(true);
  await children.endAll();
  expect([await child.ended, child.running()]).toEqual(['SIGKILL', false]);
  await untilGone(pids);
});
