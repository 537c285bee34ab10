import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedKind, isInstalled, stampInstall } from './installed.mjs';
import { root } from './root.mjs';

const keptOutput = 64 * 1024;

/** `pnpm@x.y.z`, as package.json pins it. */
export const pinnedPnpm = () =>
  String(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager).split('+')[0] ?? 'pnpm';

/**
 * Installs what is missing: at least `wanted`, exactly as the lock file says. Quiet unless it fails.
 * @param {import('./installed.mjs').Kind} wanted
 * @param {(child: import('node:child_process').ChildProcess) => void} [onChild] told of the installer, to end it early
 * @returns {Promise<string | undefined>} why it failed, in one line or with pnpm's own words
 */
export async function ensureInstalled(wanted, onChild) {
  if (isInstalled(wanted)) return undefined;
  // Whoever has the development tools keeps them when the lock file has moved on.
  const kind = installedKind() === 'full' ? 'full' : wanted;
  const what = kind === 'full' ? 'the development tools' : 'what Portico needs to run';
  process.stdout.write(`Installing ${what} (once; this may take a minute) …\n`);

  const args = ['--yes', pinnedPnpm(), 'install', '--frozen-lockfile', ...(kind === 'prod' ? ['--prod'] : [])];
  const { code, output, missing } = await runQuietly('npx', args, onChild);
  if (missing) return 'Portico installs itself with npx, which was not found: install npm (it comes with Node).';
  if (code !== 0) return explain(output);
  stampInstall();
  return isInstalled(wanted)
    ? undefined
    : 'The install ended without an error, yet something is missing; run it again.';
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {((child: import('node:child_process').ChildProcess) => void) | undefined} onChild
 * @returns {Promise<{ code: number | null, output: string, missing: boolean }>}
 */
function runQuietly(command, args, onChild) {
  return new Promise((resolve) => {
    const windows = process.platform === 'win32';
    const child = spawn(command, args, {
      cwd: root,
      // npx is a .cmd file on Windows, which only a shell runs; the arguments are all our own.
      shell: windows,
      // A group of its own, so that ending it ends pnpm below npx as well.
      detached: !windows,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CI: 'true' },
    });
    onChild?.(child);
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-keptOutput);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', (error) =>
      resolve({ code: null, output: error.message, missing: 'code' in error && error.code === 'ENOENT' }),
    );
    child.once('close', (code) => resolve({ code, output, missing: false }));
  });
}

const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network|getaddrinfo/i;

const explain = (/** @type {string} */ output) =>
  offline.test(output)
    ? "Portico could not reach the npm registry to install itself. Check the network (or npm's proxy settings) and try again."
    : `Installing failed:\n${output.trim()}`;
