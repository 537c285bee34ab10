import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { findPrograms } from './processes/programs.ts';
import { nodeFlags } from './processes/node-flags.ts';
import { until } from './until.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const isInstalled = typeof findPrograms() !== 'string';

let running: ChildProcess | null = null;
afterEach(() => {
  running?.kill('SIGKILL');
  running = null;
});

const start = (...args: readonly string[]) => {
  const child = spawn(process.execPath, [...nodeFlags, main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running = child;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, ended, output: () => output };
};

const folderIn = (output: string): string => /folder (\S+)/u.exec(output)?.[1] ?? '';

/** Processes that run in a folder, or were told of it. */
const processesOf = (folder: string): readonly string[] =>
  readdirSync('/proc').flatMap((pid) => {
    try {
      const command = /^\d+$/u.test(pid) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') : '';
      return command.includes(folder) ? [command] : [];
    } catch {
      return [];
    }
  });

// Where its servers are not installed, nothing can be started; `npm test -- --install` installs them.
test.skipIf(!isInstalled)(
  'MUST find nothing wrong after a minute of kills, losses and failures',
  async () => {
    const { ended, output } = start('--short');
    const code = await ended;
    expect({ code, output: output() }).toEqual({ code: 0, output: expect.stringMatching(/^kills +[1-9]/mu) });
    expect(output()).toMatch(/^differences +0$/mu);
    expect(existsSync(folderIn(output()))).toBe(false);
  },
  240_000,
);

test.skipIf(!isInstalled)('MUST leave neither processes nor folder behind when it is interrupted', async () => {
  const { child, ended, output } = start('--short');
  const folder = await until('its servers run', 60_000, async () => {
    const named = folderIn(output());
    return named !== '' && existsSync(join(named, 'logs', 'worker-1.log')) ? named : null;
  });
  expect(processesOf(folder).length).toBeGreaterThan(2);
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  await until('nothing is left', 10_000, async () =>
    processesOf(folder).length === 0 && !existsSync(folder) ? true : null,
  );
});

test('MUST say how it is used when it is misused', async () => {
  const { ended, output } = start('--kills', 'many');
  expect(await ended).toBe(2);
  expect(output()).toContain('--kills must be a whole number from 1 to 10000');
});
