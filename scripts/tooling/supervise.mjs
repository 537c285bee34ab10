import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './root.mjs';
import { watchOuterProcesses } from './ancestors.mjs';

/** The server drains for a second at most when its parent is gone (end-with-parent.ts); this is for one that cannot. */
const killAfter = 2_000;
/** Ctrl-C may arrive from the terminal and from npm: one press is one signal. */
const sameSignalWithin = 500;

const forwarded = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs a program as if it were this one: same streams, same signals, same exit code; and when this process or one
 * that it stands for ends, however hard, the program ends too.
 *
 * The program holds one end of an IPC channel that carries nothing: the kernel closes it when this process dies.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string }} options
 * @returns {Promise<number>} the exit code, 128 + n when signal n ended it
 */
export function supervise(command, args, { cwd }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      // Its own process group, so that a terminal's Ctrl-C comes through here, once. (A new window on Windows.)
      detached: process.platform !== 'win32',
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: {
        ...process.env,
        PORTICO_SUPERVISED: '1',
        // Compiled code is kept, which halves the time to load it at the next start.
        NODE_COMPILE_CACHE:
          process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'portico', 'compiled'),
      },
    });

    const lastSent = new Map();
    const forward = (/** @type {NodeJS.Signals} */ signal) => {
      const now = performance.now();
      if (now - (lastSent.get(signal) ?? -Infinity) < sameSignalWithin) return;
      lastSent.set(signal, now);
      child.kill(signal);
    };
    for (const signal of forwarded) process.on(signal, forward);

    watchOuterProcesses(() => {
      if (child.connected) child.disconnect();
      setTimeout(() => child.kill('SIGKILL'), killAfter).unref();
    });

    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
