import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { at } from '../read-path.ts';
import type { Terminal } from '../terminal.ts';

export interface Profile {
  readonly url: string;
  readonly key: string;
}

export interface Profiles {
  /** The one that is used when none is named. */
  readonly current: string | null;
  readonly profiles: Readonly<Record<string, Profile>>;
}

type Env = Terminal['env'];

/** Where profiles are kept: the XDG base directory for settings. */
export const profilesFile = (env: Env): string => {
  const given = env['XDG_CONFIG_HOME'];
  const base = given !== undefined && isAbsolute(given) ? given : join(env['HOME'] || homedir(), '.config');
  return join(base, 'portico', 'profiles.json');
};

const none: Profiles = { current: null, profiles: {} };

export const readProfiles = (env: Env): Profiles => {
  const file = profilesFile(env);
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return none;
    throw new Failure(exitCodes.failed, `${file} cannot be read. Mend or remove it, and sign in again: portico login`);
  }
  const entries = Object.entries((at(document, 'profiles') ?? {}) as object).flatMap(([name, profile]) => {
    const url: unknown = at(profile, 'url');
    const key: unknown = at(profile, 'key');
    return typeof url === 'string' && typeof key === 'string' ? [[name, { url, key }] as const] : [];
  });
  const current = at(document, 'current');
  return { current: typeof current === 'string' ? current : null, profiles: Object.fromEntries(entries) };
};

/** Written beside and renamed: whoever reads finds all of the old or of the new. Only the owner can read it. */
export const writeProfiles = (env: Env, profiles: Profiles): string => {
  const file = profilesFile(env);
  try {
    if (Object.keys(profiles.profiles).length === 0) {
      rmSync(file, { force: true });
      return file;
    }
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${process.pid}.new`;
    writeFileSync(draft, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600 });
    chmodSync(draft, 0o600);
    renameSync(draft, file);
    return file;
  } catch (error) {
    throw new Failure(
      exitCodes.failed,
      `${file} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
    );
  }
};
