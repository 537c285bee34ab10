import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';

export const localhost = '127.0.0.1';

const tooLong = 10 * 60_000;
// Servers are often installed where only root's PATH looks.
const alsoIn = ['/usr/local/bin', '/usr/bin', '/usr/sbin'];

/**
 * @param {string} program
 * @returns {string | undefined} where it is
 */
export function findProgram(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...alsoIn];
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file));
}

/** Runs a program to its end, in silence.
 * @param {string} command
 * @param {string[]} args
 * @returns {{ ok: boolean, output: string }}
 */
export function runProgram(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    // A daemon keeps what it inherits; with pipes, its whole life would be waited for.
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: tooLong,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return { ok: status === 0, output: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trim() };
}

/** Starts a program that puts itself into the background.
 * @param {string} command
 * @param {string[]} args
 */
export function startDaemon(command, args) {
  spawnSync(command, args, { stdio: 'ignore', timeout: tooLong });
}

/**
 * @param {number} port
 * @returns {Promise<boolean>} whether something listens there
 */
export function listensOn(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: localhost, port });
    const end = (/** @type {boolean} */ answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
