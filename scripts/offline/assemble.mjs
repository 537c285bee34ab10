import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../checks/build.mjs';
import { pinnedPnpm } from '../tooling/install.mjs';
import { pinnedNode } from '../tooling/pinned-node.mjs';
import { root } from '../tooling/root.mjs';
import { workspacePackages } from '../tooling/workspace.mjs';
import { shebangFlags } from '../tooling/shebang-flags.mjs';
import { launcher } from './launcher.mjs';

/**
 * Makes a folder that runs Portico on its own: the built packages, what they depend on exactly as the lock file says, the pinned Node
 * (for this system; left out unless `node`), and a start script for each app.
 * @param {string} folder absolute; made if absent
 * @param {{ node: boolean }} options
 * @returns {Promise<boolean>} whether it worked; what went wrong has been printed
 */
export async function assemble(folder, { node }) {
  if (!(await build())) return false;
  const app = join(folder, 'app');
  mkdirSync(app, { recursive: true });
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'LICENSE'])
    cpSync(join(root, file), join(app, file));
  for (const { folder: place } of workspacePackages()) copyBuilt(join(root, place), join(app, place));

  const failure = installProduction(app);
  if (failure !== undefined) {
    process.stdout.write(failure);
    return false;
  }
  // Linked without its binary, which a script would have fetched; it is added below, where it is wanted.
  rmSync(join(app, 'node_modules', 'node'), { recursive: true, force: true });
  if (node) cpSync(pinnedNode, join(folder, 'node'), { dereference: true });
  for (const name of readdirSync(join(root, 'apps')).filter((one) =>
    existsSync(join(app, 'apps', one, 'dist/main.js')),
  )) {
    const script = join(folder, name === 'server' ? 'portico' : `portico-${name}`);
    writeFileSync(script, launcher(name, shebangFlags(`apps/${name}/src/main.ts`)));
    chmodSync(script, 0o755);
  }
  return true;
}

/**
 * What publishing would take, but for the TypeScript sources.
 * @param {string} from
 * @param {string} to
 */
function copyBuilt(from, to) {
  mkdirSync(to, { recursive: true });
  cpSync(join(from, 'package.json'), join(to, 'package.json'));
  cpSync(join(from, 'dist'), join(to, 'dist'), { recursive: true });
  // Some packages read their assets from here.
  cpSync(join(from, 'src'), join(to, 'src'), { recursive: true, filter: (path) => !path.endsWith('.ts') });
  removeEmpty(join(to, 'src'));
}

/** @param {string} folder */
function removeEmpty(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmpty(join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}

/**
 * @param {string} app
 * @returns {string | undefined} pnpm's own words when it failed
 */
function installProduction(app) {
  const args = [
    '--yes',
    pinnedPnpm(),
    'install',
    '--prod',
    '--frozen-lockfile',
    '--ignore-scripts',
    '--prefer-offline',
  ];
  const { status, stdout, stderr } = spawnSync('npx', args, {
    cwd: app,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    env: { ...process.env, CI: 'true' },
  });
  return status === 0 ? undefined : `Installing failed:\n${stdout}${stderr}`;
}
