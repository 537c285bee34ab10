import { defineCommand } from '../../cli/command.ts';
import { misused } from '../../cli/failure.ts';
import { says } from '../../cli/language.ts';
import { integer } from '../../cli/parsing/option.ts';
import { at, textAt } from '../../cli/read-path.ts';
import { platformArgument, platformPath } from './platform-argument.ts';
import { platformBody } from './platform-body.ts';
import { platformOptions } from './platform-options.ts';

export const change = defineCommand({
  summary: 'Change a platform; what is not said stays',
  arguments: [platformArgument],
  options: {
    ...platformOptions,
    'if-revision': integer('Only if this is still its revision; exit code 4 when somebody else was faster.', {
      min: 0,
      max: 999_999_999,
      fallback: null,
    }),
  },
  examples: [
    'portico platforms change tasks --rate 5:20',
    'portico platforms change tasks --secret-file accessToken=token.txt',
  ],
  run: async ({ args: [code = ''], options, session }) => {
    const api = await session.api();
    let shown: unknown = null;
    const look = async (): Promise<unknown> => (shown ??= await api.get(platformPath(code)));
    const fields = await platformBody(options, api, session.terminal, async () => textAt(await look(), 'kind'));
    // The API replaces all settings; the command line changes those that are named.
    if (options.set.length > 0)
      fields['settings'] = { ...(at(await look(), 'settings') as object), ...(fields['settings'] as object) };
    delete fields['kind'];
    if (Object.keys(fields).length === 0) throw misused('say what to change. Try: portico help platforms change');
    const revision = options['if-revision'];
    const changed = await api.send('PATCH', platformPath(code), fields, {
      headers: revision === null ? {} : { 'If-Match': `"${revision}"` },
    });
    await session.out.done(changed, says(`Platform ${code} is changed.`, `平台 ${code} 已修改。`));
    return 0;
  },
});
