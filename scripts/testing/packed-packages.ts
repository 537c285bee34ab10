import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { build } from '../checks/build.mjs';
import { packWorkspace } from '../tooling/pack.mjs';

/** The packages as publishing would make them, and folders to install them into. */
export interface PackedPackages {
  /** An empty folder with the tarballs of `names` installed (null: all of them), and what else is named from the registry. */
  install(names: readonly string[] | null, ...others: readonly string[]): string;
  remove(): void;
}

/** The environment of somebody who has Node and npm and nothing of this checkout. */
export const strangersEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|PORTICO_|VITEST|NODE_(?:ENV|OPTIONS|PATH)$)/iu.test(name)),
  ),
  PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
});

const nameOf = (tarball: string): string => basename(tarball).replace(/^portico-(.*)-\d.*$/u, '@portico/$1');

/** Builds and packs the workspace. */
export const packPackages = async (): Promise<PackedPackages> => {
  if (!(await build())) throw new Error('The packages do not build.');
  const folder = mkdtempSync(join(tmpdir(), 'portico-packed-'));
  const tarballs = packWorkspace(mkdtempSync(join(folder, 'tarballs-')));
  return {
    install: (names, ...others) => {
      const place = mkdtempSync(join(folder, 'empty-'));
      const files = names?.map((name) => `${name.replace('@', '').replace('/', '-')}-`) ?? [''];
      const wanted = tarballs.filter((path) => files.some((file) => basename(path).startsWith(file)));
      if (wanted.length < files.length) throw new Error(`There is no tarball of one of ${files.join(', ')}`);
      // Overridden as well as installed, so that no registry is asked for a package that this checkout makes.
      const dependencies = Object.fromEntries(wanted.map((path) => [nameOf(path), `file:${path}`]));
      const overrides = Object.fromEntries(Object.keys(dependencies).map((name) => [name, `$${name}`]));
      writeFileSync(join(place, 'package.json'), JSON.stringify({ private: true, dependencies, overrides }));
      const options = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
      const npm = spawnSync('npm', ['install', ...options, ...others], {
        cwd: place,
        encoding: 'utf8',
        env: strangersEnvironment(),
        timeout: 120_000,
      });
      if (npm.status !== 0) throw new Error(`npm install failed:\n${npm.stdout}${npm.stderr}`);
      return place;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
