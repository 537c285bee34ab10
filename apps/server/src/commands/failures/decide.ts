import { confirm, yesOption } from '../../cli/confirm.ts';
import { defineCommand } from '../../cli/command.ts';
import { exitCodes, interrupted } from '../../cli/exit-codes.ts';
import { says } from '../../cli/language.ts';
import { choice, flag, required, text } from '../../cli/parsing/option.ts';
import { at, numberAt } from '../../cli/read-path.ts';
import { groupArguments } from './failure-columns.ts';

export const decide = defineCommand({
  summary: 'Decide about all objects of one group of failures',
  description: [
    'How many it is about is counted first. It is done page by page; when it is stopped, what was decided stays.',
  ],
  arguments: groupArguments,
  options: {
    decision: required(choice('What becomes of them.', ['push-now', 'withdraw', 'agree', 'ignore'])),
    cause: text('The cause, as the list of groups gives it. Default: an empty one.', 'text'),
    'dry-run': flag('Only count.'),
    ...yesOption,
  },
  examples: ["portico failures decide jinzhi refused --cause 'the person is not known' --decision push-now --dry-run"],
  run: async ({ args: [platform = '', standing = ''], options, session }) => {
    const { out, terminal } = session;
    const api = await session.api();
    const about = { platform, standing, cause: options.cause ?? '', decision: options.decision };
    const send = (more: Readonly<Record<string, unknown>>): Promise<unknown> =>
      api.send('POST', '/task-center/failures/decisions', { ...about, ...more });
    const matched = numberAt(await send({ trial: true }), 'matched');
    if (options['dry-run']) {
      await out.done({ matched }, says(`It would be about ${matched} objects.`, `将涉及 ${matched} 个对象。`));
      return exitCodes.ok;
    }
    const question = says(
      `${options.decision} for ${matched} objects on ${platform}?`,
      `确定对 ${platform} 上的 ${matched} 个对象执行 ${options.decision}？`,
    );
    if (matched > 0 && !(await confirm(session, options.yes, question))) return exitCodes.failed;
    const sums = { matched, decided: 0, skipped: 0 };
    let cursor: unknown;
    let stopped = false;
    do {
      const report = await send(typeof cursor === 'string' ? { cursor } : {});
      sums.decided += numberAt(report, 'decided');
      sums.skipped += numberAt(report, 'skipped');
      await out.progress.at(Math.min(matched, sums.decided + sums.skipped), matched, '');
      const next = at(report, 'nextCursor');
      if (next === cursor) break;
      cursor = next;
      stopped = terminal.signal.aborted;
    } while (typeof cursor === 'string' && !stopped);
    await out.done(
      sums,
      says(
        `Decided about ${sums.decided} objects; ${sums.skipped} were at work or are gone.`,
        `已处理 ${sums.decided} 个对象；${sums.skipped} 个正在推送或已不存在。`,
      ),
    );
    return stopped ? interrupted : exitCodes.ok;
  },
});
