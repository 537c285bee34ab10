import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from '../checks/build.mjs';
import { packWorkspace } from '../tooling/pack.mjs';

/** The packages as publishing would make them, and folders to install them into. */
export interface PackedPackages {
  /** An empty folder with the tarballs of `names` installed, all of them unless given. */
  install(...names: readonly string[]): string;
  remove(): void;
}

/** The environment of somebody who has Node and npm and nothing of this checkout. */
export const strangersEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|PORTICO_|NODE_|VITEST)/iu.test(name))),
  PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
});

/** Builds and packs the workspace. */
export const packPackages = async (): Promise<PackedPackages> => {
  if (!(await build())) throw new Error('The packages do not build.');
  const folder = mkdtempSync(join(tmpdir(), 'portico-packed-'));
  const tarballs = packWorkspace(mkdtempSync(join(folder, 'tarballs-')));
  return {
    install: (...names) => {
      const place = mkdtempSync(join(folder, 'empty-'));
      writeFileSync(join(place, 'package.json'), '{"private":true}');
      const wanted = tarballs.filter(
        (path) => names.length === 0 || names.some((name) => path.includes(name.replace('@', '').replace('/', '-'))),
      );
      if (wanted.length < Math.max(1, names.length)) throw new Error(`No tarball of ${names.join(', ')}`);
      const options = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
      const npm = spawnSync('npm', ['install', ...options, ...wanted], {
        cwd: place,
        encoding: 'utf8',
        env: strangersEnvironment(),
      });
      if (npm.status !== 0) throw new Error(`npm install failed:\n${npm.stdout}${npm.stderr}`);
      return place;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
