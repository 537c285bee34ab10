import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeTerminal, temporaryFolder } from '../testing/fake-terminal.ts';
import { findConnection, parseAddress, signedIn } from './connection.ts';
import { profilesFile, readProfiles, writeProfiles } from './profiles.ts';

const nothing = { url: null, key: null, 'key-file': null, profile: null };

/** A machine on which a server has run, with or without profiles. */
const machine = (env: Record<string, string> = {}, input?: string) => {
  const serverDirectory = temporaryFolder();
  mkdirSync(join(serverDirectory, '.portico'));
  writeFileSync(join(serverDirectory, '.portico', 'server.json'), JSON.stringify({ url: 'http://127.0.0.1:4321' }));
  writeFileSync(join(serverDirectory, '.portico', 'credentials.json'), JSON.stringify({ apiKey: 'local-key' }));
  return fakeTerminal({ env, serverDirectory, ...(input === undefined ? {} : { input }) });
};

const school = { url: 'https://portico.example.edu', key: 'school-key' };

describe('where the server is', () => {
  test('MUST be the server of this machine, with its own key, when nothing is said', async () => {
    expect(await findConnection(nothing, machine())).toMatchObject({ url: 'http://127.0.0.1:4321', key: 'local-key' });
  });

  test('MUST be port 3000 of this machine when none has run, or that of PORTICO_PORT', async () => {
    expect(await findConnection(nothing, fakeTerminal())).toMatchObject({ url: 'http://127.0.0.1:3000', key: null });
    const terminal = fakeTerminal({ env: { PORTICO_PORT: '8080' } });
    expect(await findConnection(nothing, terminal)).toMatchObject({ url: 'http://127.0.0.1:8080' });
  });

  test('MUST take options before the environment, that before a profile, and that before this machine', async () => {
    const terminal = machine({ PORTICO_URL: 'http://env.example/', PORTICO_KEY: 'env-key' });
    writeProfiles(terminal.env, { current: 'school', profiles: { school } });
    expect(await findConnection(nothing, terminal)).toMatchObject({ url: 'http://env.example', key: 'env-key' });
    expect(await findConnection({ ...nothing, url: 'option.example', key: 'k' }, terminal)).toMatchObject({
      url: 'http://option.example',
      key: 'k',
    });
    const plain = { ...terminal, env: { XDG_CONFIG_HOME: terminal.env['XDG_CONFIG_HOME'] } };
    expect(await findConnection(nothing, plain)).toMatchObject(school);
    expect(
      await findConnection(
        { ...nothing, profile: 'school' },
        { ...terminal, env: { ...plain.env, PORTICO_URL: 'http://env.example' } },
      ),
    ).toMatchObject(school);
  });

  test('MUST NOT send a key that was stored for one address to another', async () => {
    const terminal = machine();
    writeProfiles(terminal.env, { current: 'school', profiles: { school } });
    for (const url of ['https://other.example.edu', 'http://portico.example.edu', 'https://portico.example.edu:8443'])
      expect(await findConnection({ ...nothing, url }, terminal)).toMatchObject({ url, key: null });
    expect(await findConnection({ ...nothing, url: 'https://portico.example.edu/' }, terminal)).toMatchObject(school);
    expect(await findConnection({ ...nothing, url: 'http://127.0.0.1:4321' }, terminal)).toMatchObject({
      key: 'local-key',
    });
  });

  test('MUST read a key from a file, alone or as credentials, or from standard input', async () => {
    const terminal = machine({}, 'typed-key\n');
    writeFileSync(join(terminal.directory, 'key.txt'), ' file-key \n');
    const key = async (file: string) => (await findConnection({ ...nothing, 'key-file': file }, terminal)).key;
    expect(await key('key.txt')).toBe('file-key');
    expect(await key(join(terminal.serverDirectory, '.portico/credentials.json'))).toBe('local-key');
    expect(await key('-')).toBe('typed-key');
    await expect(key('missing.txt')).rejects.toMatchObject({ exitCode: 2 });
  });

  test.each([
    [{ profile: 'none' }, 6, 'there is no profile "none"'],
    [{ profile: 'constructor' }, 6, 'there is no profile'],
    [{ key: 'a', 'key-file': 'b' }, 2, 'give one of them'],
    [{ key: '密钥' }, 2, 'holds no API key'],
    [{ url: 'ftp://x' }, 2, '--url is no http'],
  ])('MUST say what cannot be used: %j', async (asked, exitCode, says) => {
    await expect(findConnection({ ...nothing, ...asked }, machine())).rejects.toMatchObject({
      exitCode,
      message: expect.stringContaining(says),
    });
  });

  test('MUST say how to sign in when there is no key', () => {
    expect(() => signedIn({ url: 'http://a.example', key: null, keyFrom: '' })).toThrow(
      'portico login --url http://a.example',
    );
    expect(() => parseAddress('https://user:pass@a.example', '--url')).toThrow('must not hold a password');
  });
});

test('MUST keep profiles for their owner alone, and no file when none is left', () => {
  const { env } = fakeTerminal();
  writeProfiles(env, { current: 'school', profiles: { school } });
  const file = profilesFile(env);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readProfiles(env)).toEqual({ current: 'school', profiles: { school } });
  writeProfiles(env, { current: null, profiles: {} });
  expect(() => readFileSync(file)).toThrow('ENOENT');
});
