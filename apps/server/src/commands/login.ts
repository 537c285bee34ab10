import { defineCommand } from '../cli/command.ts';
import { exitCodes } from '../cli/exit-codes.ts';
import { Failure, misused } from '../cli/failure.ts';
import { createApiClient } from '../cli/http/api-client.ts';
import { checkKey } from '../cli/http/key-file.ts';
import { readProfiles, writeProfiles } from '../cli/http/profiles.ts';
import { says } from '../cli/language.ts';
import { listAt, textAt } from '../cli/read-path.ts';

const isLoopback = (url: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(new URL(url).hostname);

export const login = defineCommand({
  summary: 'Store the address of a server and the key that signs in to it',
  description: [
    'The key is tried first. Without --key-file, PORTICO_KEY or --key it is asked for, and not shown while it is typed. It is kept in portico/profiles.json below XDG_CONFIG_HOME (~/.config), which only you can read.',
    'Several servers are several profiles: --profile gives one a name, and the latest that was stored is used when none is named.',
  ],
  examples: [
    'portico login --url https://portico.example.edu',
    'portico login --profile school --url https://portico.example.edu --key-file key.txt',
    'portico --profile school status',
  ],
  run: async ({ session }) => {
    const { terminal, language, globals, out } = session;
    const name = globals.profile ?? 'default';
    if (!/^[\w.-]{1,64}$/u.test(name) || name === '__proto__')
      throw misused('the name of a profile has 1 to 64 letters, digits, dots and hyphens');
    // The profile may be new: it must not be looked up.
    const { findConnection } = await import('../cli/http/connection.ts');
    const stored = readProfiles(terminal.env);
    const known = Object.hasOwn(stored.profiles, name) ? stored.profiles[name] : undefined;
    const found = await findConnection(
      { ...globals, profile: known === undefined ? null : name },
      known === undefined ? { ...terminal, env: { ...terminal.env, PORTICO_PROFILE: '' } } : terminal,
    );
    const given = ['--key', '--key-file', 'PORTICO_KEY', 'PORTICO_KEY_FILE'].includes(found.keyFrom) ? found.key : null;
    const asked = given ?? (await terminal.ask(`API key for ${found.url}: `, true));
    if (asked === null || asked.trim() === '')
      throw misused('give the key with --key-file (- for standard input) or PORTICO_KEY');
    const key = checkKey(asked.trim(), 'the answer');
    const connection = { url: found.url, key, keyFrom: 'your answer' };
    const api = createApiClient({ connection, language, timeoutMs: globals.timeout * 1_000, terminal });
    const me = await api.get('/access/me');
    if (textAt(me, 'tenant') === '') throw new Failure(exitCodes.failed, `${found.url} does not say who signs in`);
    const file = writeProfiles(terminal.env, {
      current: name,
      profiles: { ...stored.profiles, [name]: { url: found.url, key } },
    });
    if (found.url.startsWith('http:') && !isLoopback(found.url))
      await out.note(
        says(
          `Mind: ${found.url} is not encrypted; others on the way can read the key.`,
          `注意：${found.url} 未加密，密钥可能被途中他人读取。`,
        ),
      );
    const scopes = listAt(me, 'scopes').join(', ');
    await out.done(
      {
        profile: name,
        url: found.url,
        tenant: textAt(me, 'tenant'),
        name: textAt(me, 'name'),
        scopes: listAt(me, 'scopes'),
      },
      says(
        `Signed in to ${found.url} as "${textAt(me, 'name')}" of ${textAt(me, 'tenant')} (${scopes}); kept as profile "${name}" in ${file}.`,
        `已登录 ${found.url}：租户 ${textAt(me, 'tenant')}，"${textAt(me, 'name')}"（${scopes}）；配置“${name}”保存在 ${file}。`,
      ),
    );
    return exitCodes.ok;
  },
});
