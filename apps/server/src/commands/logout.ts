import { defineCommand } from '../cli/command.ts';
import { exitCodes } from '../cli/exit-codes.ts';
import { Failure } from '../cli/failure.ts';
import { readProfiles, writeProfiles } from '../cli/http/profiles.ts';
import { says } from '../cli/language.ts';
import { flag } from '../cli/parsing/option.ts';

export const logout = defineCommand({
  summary: 'Forget a stored key',
  description: ['The key stays valid at the server; `portico keys revoke` ends it there.'],
  options: { all: flag('Forget all profiles.') },
  examples: ['portico logout', 'portico logout --profile school'],
  run: async ({ options, session: { terminal, globals, out } }) => {
    const stored = readProfiles(terminal.env);
    const name = globals.profile ?? (terminal.env['PORTICO_PROFILE'] || stored.current);
    if (options.all) {
      writeProfiles(terminal.env, { current: null, profiles: {} });
      await out.done(
        { forgotten: Object.keys(stored.profiles) },
        says('All profiles are forgotten.', '已删除全部配置。'),
      );
      return exitCodes.ok;
    }
    if (name === null || !Object.hasOwn(stored.profiles, name))
      throw new Failure(
        exitCodes.notFound,
        name === null ? 'nobody is signed in here' : `there is no profile "${name}"`,
      );
    const profiles = Object.fromEntries(Object.entries(stored.profiles).filter(([other]) => other !== name));
    const current = stored.current === name ? (Object.keys(profiles)[0] ?? null) : stored.current;
    writeProfiles(terminal.env, { current, profiles });
    await out.done({ forgotten: [name] }, says(`Profile "${name}" is forgotten.`, `已删除配置“${name}”。`));
    return exitCodes.ok;
  },
});
