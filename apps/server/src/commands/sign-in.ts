import { defineCommand } from '../cli/command.ts';
import { textAt } from '../cli/read-path.ts';

export const signIn = defineCommand({
  summary: 'Print a link that signs you in to the console, once',
  examples: ['portico sign-in'],
  run: async ({ session: { api, out } }) => {
    const link = await (await api()).send('POST', '/auth/sign-in-links');
    if (out.json) await out.document(link);
    else await out.lines([textAt(link, 'url')]);
    return 0;
  },
});
