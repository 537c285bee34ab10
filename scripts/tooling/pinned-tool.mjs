import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { pinnedNode } from './pinned-node.mjs';
import { root } from './root.mjs';

/** Development tools by the file that Node runs. */
const tools = {
  changeset: '@changesets/cli/bin.js',
  knip: 'knip/bin/knip.js',
  oxfmt: 'oxfmt/bin/oxfmt',
  oxlint: 'oxlint/bin/oxlint',
  publint: 'publint/src/cli.js',
  tsc: 'typescript/bin/tsc',
  vitest: 'vitest/vitest.mjs',
};

/**
 * Runs a development tool under the pinned Node.
 * @param {keyof typeof tools} tool
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, quiet?: boolean, cwd?: string }} [options] `quiet` keeps the output for the caller
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runTool(tool, args, options = {}) {
  return runPinned([join(root, 'node_modules', tools[tool]), ...args], options);
}

/**
 * @param {string[]} args what Node is given
 * @param {{ env?: Record<string, string>, quiet?: boolean, cwd?: string }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runPinned(args, { env = {}, quiet = false, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(pinnedNode, args, {
      cwd,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      // Tools and tests that start `node` get the pinned one.
      env: { ...process.env, ...env, PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter) },
    });
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}
