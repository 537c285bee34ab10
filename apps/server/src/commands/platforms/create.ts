import { defineCommand } from '../../cli/command.ts';
import { misused } from '../../cli/failure.ts';
import { says } from '../../cli/language.ts';
import { flag, text } from '../../cli/parsing/option.ts';
import { textAt } from '../../cli/read-path.ts';
import { idempotencyOption } from '../idempotency-option.ts';
import { platformArgument } from './platform-argument.ts';
import { platformBody } from './platform-body.ts';
import { platformOptions } from './platform-options.ts';

export const create = defineCommand({
  summary: 'Connect a platform',
  description: [
    'It is made disabled unless --enable is given: test it, then enable it. Secrets come from the environment or from files, so that nobody sees them in the list of processes.',
  ],
  arguments: [
    { ...platformArgument, help: 'What the platform is called from now on: a-z, 0-9 and hyphens.', offer: null },
  ],
  options: {
    kind: text('The kind of platform; portico platforms kinds lists them.', 'kind'),
    enable: flag('Enable it at once.'),
    ...platformOptions,
    ...idempotencyOption,
  },
  examples: [
    'portico platforms create tasks --kind jinzhi --base-url https://ehall.example.edu --set appId=oa --secret-env accessToken=TOKEN',
    'portico platforms create tasks --file tasks.json --secret-file accessToken=token.txt',
  ],
  run: async ({ args: [code = ''], options, session }) => {
    const api = await session.api();
    const kindOf = async (file: Readonly<Record<string, unknown>>): Promise<string> =>
      options.kind ?? textAt(file, 'kind');
    const fields = await platformBody(options, api, session.terminal, kindOf);
    const kind = options.kind ?? textAt(fields, 'kind');
    if (kind === '') throw misused('--kind is required. Try: portico platforms kinds');
    if (textAt(fields, 'baseUrl') === '') throw misused('--base-url is required');
    const body = { ...fields, code, kind, enabled: options.enable || fields['enabled'] === true };
    const made = await api.send('POST', '/task-center/platforms', body, { idempotencyKey: options['idempotency-key'] });
    await session.out.done(
      made,
      body.enabled
        ? says(`Platform ${code} is connected and enabled.`, `平台 ${code} 已创建并启用。`)
        : says(
            `Platform ${code} is made, disabled. Next: portico platforms test ${code}; portico platforms enable ${code}`,
            `平台 ${code} 已创建（停用）。下一步：portico platforms test ${code}; portico platforms enable ${code}`,
          ),
    );
    return 0;
  },
});
