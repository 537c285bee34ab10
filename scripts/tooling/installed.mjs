import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode } from './pinned-node.mjs';
import { root } from './root.mjs';

const lockFile = join(root, 'pnpm-lock.yaml');
const stampFile = join(root, 'node_modules', '.portico-install.json');

/**
 * `prod`: what running needs. `full`: that and the development tools.
 * @typedef {'prod' | 'full'} Kind
 */

const read = (/** @type {string} */ file) => {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
};

const readJson = (/** @type {string} */ file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

const lockHash = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');

/** @returns {Kind | undefined} */
export function installedKind() {
  // pnpm writes this file itself (as JSON, whatever its name says), so an install by hand counts too.
  const included = readJson(join(root, 'node_modules', '.modules.yaml'))?.included;
  if (included === undefined) return undefined;
  return included.devDependencies === true ? 'full' : 'prod';
}

/**
 * Whether what is installed is what the lock file says, and at least `wanted`.
 * @param {Kind} wanted
 */
export function isInstalled(wanted) {
  const kind = installedKind();
  if (kind === undefined || (wanted === 'full' && kind !== 'full') || !existsSync(pinnedNode)) return false;
  const stamp = readJson(stampFile);
  if (stamp?.kind === kind && stamp.lock === lockHash()) return true;
  // A full install by hand leaves no stamp; pnpm's own copy of the lock file tells as much.
  const current = read(join(root, 'node_modules', '.pnpm', 'lock.yaml'));
  return current !== undefined && current.equals(readFileSync(lockFile));
}

/** Remembers that an install has just succeeded. */
export function stampInstall() {
  writeFileSync(stampFile, `${JSON.stringify({ lock: lockHash(), kind: installedKind() })}\n`);
}
