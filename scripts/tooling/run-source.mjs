import { watchOuterProcesses } from './ancestors.mjs';
import { ensureInstalled } from './install.mjs';
import { pinnedNode, sourceFlags } from './pinned-node.mjs';
import { root } from './root.mjs';
import { shebangFlags } from './shebang-flags.mjs';
import { supervise } from './supervise.mjs';

/**
 * Installs what is missing and runs one TypeScript file of this checkout, supervised.
 * @param {import('./installed.mjs').Kind} kind
 * @param {string} file relative to the checkout
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function runSource(kind, file, args) {
  const failure = await installUnlessAbandoned(kind);
  if (failure !== undefined) {
    process.stderr.write(`${failure}\n`);
    return 1;
  }
  return supervise(pinnedNode, [...sourceFlags, ...shebangFlags(file), file, ...args], { cwd: root });
}

/** @param {import('./installed.mjs').Kind} kind */
async function installUnlessAbandoned(kind) {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let installer;
  const abandon = () => {
    if (installer?.pid !== undefined) endGroup(installer.pid);
    process.exit(1);
  };
  const stopWatching = watchOuterProcesses(abandon);
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.once(signal, abandon);
  const failure = await ensureInstalled(kind, (child) => {
    installer = child;
  });
  stopWatching();
  for (const signal of signals) process.removeListener(signal, abandon);
  return failure;
}

/** @param {number} pid */
function endGroup(pid) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
  } catch {
    // Already gone.
  }
}
