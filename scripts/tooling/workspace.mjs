import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/**
 * @typedef {object} WorkspacePackage
 * @property {string} name
 * @property {string} folder relative to the checkout
 * @property {string[]} needs the workspace packages it depends on
 */

/** @returns {WorkspacePackage[]} dependencies before dependents */
export function workspacePackages() {
  const found = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(join(root, parent))
      .map((name) => `${parent}/${name}`)
      .filter((folder) => existsSync(join(root, folder, 'package.json')))
      .map(readPackage),
  );
  /** @type {WorkspacePackage[]} */
  const ordered = [];
  const place = (/** @type {WorkspacePackage} */ one) => {
    if (ordered.includes(one)) return;
    for (const other of found) if (one.needs.includes(other.name)) place(other);
    ordered.push(one);
  };
  found.forEach(place);
  return ordered;
}

/**
 * @param {string} folder
 * @returns {WorkspacePackage}
 */
function readPackage(folder) {
  const { name, dependencies = {} } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  return {
    name,
    folder,
    needs: Object.keys(dependencies).filter((dependency) => dependencies[dependency].startsWith('workspace:')),
  };
}
