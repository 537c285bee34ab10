import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually, isRunning, parentOf } from './testing/processes.ts';
import { createStubCheckout, pretendInstalled, type StubCheckout } from './testing/stub-checkout.ts';

// Graceful end at 0.8 s, start.mjs's look every 0.25 s, and room for a busy machine.
const aboutASecond = 2_500;
const startsWithin = 15_000;

const started: ChildProcess[] = [];
const servers: number[] = [];
const checkouts: StubCheckout[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  for (const pid of servers.splice(0)) if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  for (const checkout of checkouts.splice(0)) checkout.remove();
});

function checkoutOf(options: { installed: boolean }): StubCheckout {
  const checkout = createStubCheckout(options);
  checkouts.push(checkout);
  return checkout;
}

function run(checkout: StubCheckout, command: string, args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(command, args, {
    cwd: checkout.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...checkout.env, ...env },
  });
  started.push(child);
  return child;
}

/** The processes from npm down to the server. */
async function startWithNpm(checkout: StubCheckout, mode = '') {
  const npm = run(checkout, 'npm', ['start'], { STUB_MODE: mode });
  const { pid: server } = await serverOf(checkout);
  const supervisor = parentOf(server);
  const shell = parentOf(supervisor);
  if (npm.pid === undefined || parentOf(shell) !== npm.pid) throw new Error('Not the expected chain of processes');
  return { npm: npm.pid, shell, supervisor, server };
}

async function serverOf(checkout: StubCheckout): Promise<{ pid: number; args: string[]; node: string }> {
  const text = await eventually('the server starts', () => checkout.read('server.json') || undefined, startsWithin);
  const server = JSON.parse(text) as { pid: number; args: string[]; node: string };
  servers.push(server.pid);
  return server;
}

async function outcomeOf(child: ChildProcess) {
  if (child.stdout === null || child.stderr === null) throw new Error('No pipes');
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: code as number | null, output, errors };
}

describe('killing the outer process', () => {
  test.for(['npm', 'shell', 'supervisor'] as const)('MUST end the server when kill -9 hits %s', async (victim) => {
    const checkout = checkoutOf({ installed: true });
    const chain = await startWithNpm(checkout);

    process.kill(chain[victim], 'SIGKILL');

    await eventually('the server ends', () => !isRunning(chain.server), aboutASecond);
    await eventually('start.mjs ends', () => !isRunning(chain.supervisor), aboutASecond);
    expect(checkout.read('drained'), 'it may drain first').toBe('');
  });

  test.for(['npm', 'supervisor'] as const)(
    'MUST end a server that does not drain when kill -9 hits %s',
    async (victim) => {
      const checkout = checkoutOf({ installed: true });
      const chain = await startWithNpm(checkout, 'stubborn');

      process.kill(chain[victim], 'SIGKILL');

      await eventually('the server ends', () => !isRunning(chain.server), aboutASecond);
      expect(checkout.read('drained')).toBe('');
    },
  );

  test('MUST end a server that is too busy to notice when kill -9 hits npm', async () => {
    const chain = await startWithNpm(checkoutOf({ installed: true }), 'busy');

    process.kill(chain.npm, 'SIGKILL');

    await eventually('the server ends', () => !isRunning(chain.server), 2 * aboutASecond);
    expect(isRunning(chain.server)).toBe(false);
  });
});

describe('running as if it were the server', () => {
  test('MUST pass arguments on and run under the pinned Node', async () => {
    const checkout = checkoutOf({ installed: true });
    run(checkout, 'node', ['scripts/start.mjs', '--port', '0']);

    const server = await serverOf(checkout);

    expect(server.args).toEqual(['start', '--port', '0']);
    expect(server.node).toMatch(/^24\./);
  });

  test('MUST pass SIGTERM on and end as the server does', async () => {
    const checkout = checkoutOf({ installed: true });
    const child = run(checkout, 'node', ['scripts/start.mjs']);
    const outcome = outcomeOf(child);
    await serverOf(checkout);

    child.kill('SIGTERM');

    expect(await outcome).toMatchObject({ code: 0 });
    expect(checkout.read('drained')).toBe('');
  });

  test('MUST exit with the code of the server', async () => {
    const checkout = checkoutOf({ installed: true });
    expect(await outcomeOf(run(checkout, 'node', ['scripts/start.mjs'], { STUB_MODE: 'exit' }))).toMatchObject({
      code: 7,
    });
  });
});

describe('installing', () => {
  const recordCall = 'echo "$@" >> npx-calls';

  test('MUST not call pnpm when what is installed matches the lock file', async () => {
    const checkout = checkoutOf({ installed: true });
    checkout.addProgram('npx', recordCall);
    const { output } = await outcomeOf(run(checkout, 'node', ['scripts/start.mjs'], { STUB_MODE: 'exit' }));
    expect(checkout.read('npx-calls')).toBeUndefined();
    expect(output).toBe('');
  });

  test('MUST install what running needs, and only then start', async () => {
    const checkout = checkoutOf({ installed: false });
    const source = checkoutOf({ installed: true });
    checkout.addProgram('npx', `${recordCall}; cp -a '${join(source.folder, 'node_modules')}' .`);
    const { code, output } = await outcomeOf(run(checkout, 'node', ['scripts/start.mjs'], { STUB_MODE: 'exit' }));
    expect(checkout.read('npx-calls')).toBe('--yes pnpm@0.0.0 install --frozen-lockfile --prod\n');
    expect(output).toMatch(/^Installing what Portico needs to run .*\n$/);
    expect(code).toBe(7);
  });

  test('MUST keep the development tools when the lock file has changed under a full install', async () => {
    const checkout = checkoutOf({ installed: false });
    pretendInstalled(checkout, { devDependencies: true });
    checkout.write('pnpm-lock.yaml', 'lockfileVersion: 9.0\nchanged: true\n');
    checkout.addProgram('npx', recordCall);
    await outcomeOf(run(checkout, 'node', ['scripts/start.mjs'], { STUB_MODE: 'exit' }));
    expect(checkout.read('npx-calls')).toBe('--yes pnpm@0.0.0 install --frozen-lockfile\n');
  });

  test('MUST install again when the last install did not finish', async () => {
    const checkout = checkoutOf({ installed: true });
    checkout.write('pnpm-lock.yaml', 'lockfileVersion: 9.0\nchanged: true\n');
    checkout.addProgram('npx', `${recordCall}; exit 1`);
    await outcomeOf(run(checkout, 'node', ['scripts/start.mjs'], { STUB_MODE: 'exit' }));
    await outcomeOf(run(checkout, 'node', ['scripts/start.mjs'], { STUB_MODE: 'exit' }));
    expect(checkout.read('npx-calls')?.split('\n')).toHaveLength(3);
  });
});

test('MUST end the installer when kill -9 hits npm during the install', async () => {
  const checkout = checkoutOf({ installed: false });
  checkout.addProgram('npx', 'echo $$ > npx-pid; exec sleep 60');
  const npm = run(checkout, 'npm', ['start']);
  const pid = await eventually(
    'the installer starts',
    () => Number(checkout.read('npx-pid')) || undefined,
    startsWithin,
  );
  servers.push(pid);

  npm.kill('SIGKILL');

  await eventually('the installer ends', () => !isRunning(pid), aboutASecond);
  expect(isRunning(pid)).toBe(false);
});

describe('what cannot work', () => {
  test('MUST be said in one line without a network', async () => {
    const checkout = checkoutOf({ installed: false });
    checkout.addProgram('npx', 'echo "npm error code ENOTFOUND" >&2; exit 1');
    const { code, errors } = await outcomeOf(run(checkout, 'node', ['scripts/start.mjs']));
    expect(errors).toMatch(/^Portico could not reach the npm registry.*\n$/);
    expect(code).toBe(1);
  });

  test('MUST be said in one line without npx', async () => {
    const checkout = checkoutOf({ installed: false });
    const { code, errors } = await outcomeOf(
      run(checkout, process.execPath, ['scripts/start.mjs'], { PATH: join(checkout.folder, 'programs') }),
    );
    expect(errors).toMatch(/^.*npx, which was not found.*\n$/);
    expect(code).toBe(1);
  });

  test('MUST be said in one line on an old Node', async () => {
    const checkout = checkoutOf({ installed: true });
    const pretend = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"18.20.4"})';
    const { code, errors } = await outcomeOf(run(checkout, 'node', ['--import', pretend, 'scripts/start.mjs']));
    expect(errors).toMatch(/^Portico needs Node 20 or newer.*18\.20\.4.*\n$/);
    expect(code).toBe(1);
  });
});
