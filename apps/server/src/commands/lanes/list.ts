import { defineCommand } from '../../cli/command.ts';
import { onePage } from '../../cli/list-options.ts';
import { laneColumns } from './lane-columns.ts';

export const list = defineCommand({
  summary: 'List lanes: what waits, what is parked, and which are paused or closed',
  examples: ['portico lanes list', "portico lanes list --json | jq 'select(.depth.parked > 0).name'"],
  run: async ({ session }) => {
    await session.out.list(onePage(await session.api(), '/lanes'), laneColumns);
    return 0;
  },
});
