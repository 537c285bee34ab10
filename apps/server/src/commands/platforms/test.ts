import { defineCommand } from '../../cli/command.ts';
import { exitCodes } from '../../cli/exit-codes.ts';
import { says } from '../../cli/language.ts';
import { flag } from '../../cli/parsing/option.ts';
import { at, textAt } from '../../cli/read-path.ts';
import { exchangeLines } from '../exchange-lines.ts';
import { platformArgument, platformPath } from './platform-argument.ts';

export const test = defineCommand({
  summary: 'Prove address and credentials of a platform, without changing anything that people see',
  description: ['The exit code is 1 when the platform does not accept it.'],
  arguments: [platformArgument],
  options: { exchanges: flag('Show requests and answers also when all is well.', 'x') },
  examples: ['portico platforms test jinzhi'],
  run: async ({ args: [code = ''], options, session: { out, api } }) => {
    const tested = await (await api()).send('POST', `${platformPath(code)}/test`);
    const well = at(tested, 'ok') === true;
    if (!out.json && (options.exchanges || !well))
      await out.lines(exchangeLines(at(tested, 'exchanges'), out.paint, ''));
    const reason = [textAt(tested, 'outcome.kind'), textAt(tested, 'outcome.reason')]
      .filter((part) => part !== '')
      .join(': ');
    await out.done(
      tested,
      well
        ? says(`Platform ${code} accepts us.`, `平台 ${code} 测试通过。`)
        : says(`Platform ${code} does not accept us: ${reason}`, `平台 ${code} 测试未通过：${reason}`),
    );
    return well ? exitCodes.ok : exitCodes.failed;
  },
});
