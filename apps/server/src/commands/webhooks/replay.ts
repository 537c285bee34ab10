import { defineCommand } from '../../cli/command.ts';
import { forEachId, idsOf } from '../../cli/each.ts';
import { misused } from '../../cli/failure.ts';
import { segment } from '../../cli/http/api-client.ts';
import { says } from '../../cli/language.ts';
import { instant } from '../../cli/parsing/option.ts';
import { at, numberAt } from '../../cli/read-path.ts';
import { webhookArgument, webhookPath } from './webhook-columns.ts';

export const replay = defineCommand({
  summary: 'Send messages again: these, or all that were not delivered since then',
  description: [
    'They keep their ids, so that the receiver can tell. A message that was delivered is sent again only when it is named.',
  ],
  arguments: [webhookArgument, { name: 'id', help: 'Messages; - reads them from standard input.', presence: 'any' }],
  options: { since: instant('Without ids: those written since then and not delivered.') },
  examples: ['portico webhooks replay hr --since 2d', 'portico webhooks replay hr 01JCXYZ'],
  run: async ({ args: [code = '', ...ids], options, session }) => {
    const api = await session.api();
    if (ids.length > 0 === (options.since !== null)) throw misused('name messages, or say --since');
    if (ids.length > 0)
      return forEachId(idsOf(ids, session), session, async (id) => {
        const sent = await api.send('POST', `${webhookPath(code)}/messages/${segment(id)}/replay`);
        await session.out.doneOne(sent, says(`${id}: is sent again.`, `${id}：已重新发送。`));
      });
    let count = 0;
    let cursor: unknown = null;
    do {
      const body = cursor === null ? { since: options.since } : { since: options.since, cursor };
      const replayed = await api.send('POST', `${webhookPath(code)}/replay`, body);
      count += numberAt(replayed, 'messages');
      cursor = at(replayed, 'nextCursor') ?? null;
    } while (cursor !== null);
    await session.out.done(
      { messages: count },
      says(`${count} messages are sent again.`, `重新发送 ${count} 条消息。`),
    );
    return 0;
  },
});
