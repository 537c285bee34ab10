import { defineCommand } from '../../cli/command.ts';
import { forEachId, idsOf } from '../../cli/each.ts';
import { segment } from '../../cli/http/api-client.ts';
import { says } from '../../cli/language.ts';

export const unsilence = defineCommand({
  summary: 'Lift silences; what still fires is told then',
  arguments: [{ name: 'id', help: 'Silences; - reads them from standard input.', presence: 'many' }],
  examples: ['portico alerts unsilence 01JCXYZ'],
  run: async ({ args, session }) => {
    const api = await session.api();
    return forEachId(idsOf(args, session), session, async (id) => {
      const lifted = await api.send('DELETE', `/alerts/silences/${segment(id)}`);
      await session.out.doneOne(lifted, says(`Silence ${id} is lifted.`, `静默 ${id} 已解除。`));
    });
  },
});
