import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { migrations } from '../migrations/index.ts';
import { openOver } from './open-database.ts';
import { createPgliteConnector } from './pglite-connector.ts';

const directory = join(import.meta.dirname, '../../node_modules/.cache/portico');

/** Changes with PGlite's version and with every migration. */
function currentName(): string {
  const content = JSON.stringify([
    import.meta.resolve('@electric-sql/pglite'),
    migrations.map(({ statements }) => statements),
  ]);
  return `pglite-${createHash('sha256').update(content).digest('hex').slice(0, 16)}.tar`;
}

/**
 * A PGlite in memory whose schema is up to date, for tests. To initialise one takes seconds, to load one a fraction of that:
 * the first is kept as an archive beside the installed packages.
 */
export async function createMigratedPglite(): Promise<PGlite> {
  const name = currentName();
  const archive = join(directory, name);
  if (!existsSync(archive)) await keep(archive, name);
  return PGlite.create({ loadDataDir: new Blob([await readFile(archive)]) });
}

async function keep(archive: string, name: string): Promise<void> {
  const pglite = await PGlite.create();
  const database = await openOver(createPgliteConnector(pglite), 'pglite');
  (await database.migrate())._unsafeUnwrap();
  const content = await pglite.dumpDataDir('none');
  await database.close();
  await mkdir(directory, { recursive: true });
  for (const old of await readdir(directory))
    if (old.endsWith('.tar') && old !== name) await rm(join(directory, old), { force: true });
  // Several test files may get here at once; each writes its own, and the last one to rename wins.
  const draft = `${archive}.${randomUUID()}`;
  await writeFile(draft, content.stream());
  await rename(draft, archive);
}
