import { defineCommand } from '../../cli/command.ts';
import { exitCodes, interrupted } from '../../cli/exit-codes.ts';
import { segment } from '../../cli/http/api-client.ts';
import { says } from '../../cli/language.ts';
import { integer } from '../../cli/parsing/option.ts';
import { at, listAt, textAt } from '../../cli/read-path.ts';
import { exchangeLines } from '../exchange-lines.ts';
import { webhookArgument, webhookPath } from './webhook-columns.ts';

const everyMs = 300;

export const test = defineCommand({
  summary: 'Send a webhook a message of type portico.ping, and say what became of it',
  description: ['The exit code is 1 when it was not delivered in time; the message goes on being tried.'],
  arguments: [webhookArgument],
  options: { wait: integer('Seconds to wait for it.', { min: 0, max: 600, fallback: 15 }) },
  examples: ['portico webhooks test hr'],
  run: async ({ args: [code = ''], options, session }) => {
    const { out, terminal } = session;
    const api = await session.api();
    const sent = await api.send('POST', `${webhookPath(code)}/test`);
    const until = terminal.now() + options.wait * 1_000;
    let found: unknown = { message: sent, attempts: [] };
    const state = (): string => textAt(found, 'message.state');
    // One attempt that failed is news enough.
    while (state() !== 'delivered' && listAt(found, 'attempts').length === 0 && terminal.now() < until) {
      if (terminal.signal.aborted) return interrupted;
      await terminal.pause(everyMs, terminal.signal);
      found = await api.get(`${webhookPath(code)}/messages/${segment(textAt(sent, 'id'))}`);
    }
    const well = state() === 'delivered';
    const [latest] = listAt(found, 'attempts');
    if (!out.json && !well) await out.lines(exchangeLines(at(latest, 'exchanges'), out.paint, ''));
    await out.done(
      found,
      well
        ? says(`Webhook ${code} took the message.`, `Webhook ${code} 已接收消息。`)
        : says(
            `Webhook ${code}: ${state()} ${textAt(latest, 'reason')}`,
            `Webhook ${code}：${state()} ${textAt(latest, 'reason')}`,
          ),
    );
    return well ? exitCodes.ok : exitCodes.failed;
  },
});
