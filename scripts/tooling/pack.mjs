import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedPnpm } from './install.mjs';
import { root } from './root.mjs';
import { workspacePackages } from './workspace.mjs';

/**
 * Packs every workspace package from its dist/ (build first), as publishing would.
 * @param {string} folder where the tarballs go
 * @returns {string[]} their paths, one a package
 */
export function packWorkspace(folder) {
  const filters = workspacePackages().flatMap(({ name }) => ['--filter', name]);
  const args = ['--yes', pinnedPnpm(), ...filters, 'pack', '--pack-destination', folder];
  const { status, stdout, stderr } = spawnSync('npx', args, {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) throw new Error(`Packing failed:\n${stdout}${stderr}`);
  const tarballs = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  if (tarballs.length !== workspacePackages().length) throw new Error(`Packed only ${tarballs.join(', ')}`);
  return tarballs.map((file) => join(folder, file));
}
