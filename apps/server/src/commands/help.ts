import { defineCommand } from '../cli/command.ts';
import { exitCodes } from '../cli/exit-codes.ts';
import { findCommand } from '../cli/parsing/find-command.ts';
import { commandHelp, groupHelp, overviewHelp } from '../cli/show/help-text.ts';

const settingsText = async (): Promise<string> => {
  const [{ settingsHelp }, { settings }] = await Promise.all([
    import('@portico/composition'),
    import('../configuration/settings.ts'),
  ]);
  return ['Environment variables of the server', ...settingsHelp(settings), ''].join('\n');
};

export const help = defineCommand({
  summary: 'Explain the commands, one of them, or the settings of the server',
  reach: 'here',
  arguments: [{ name: 'command', help: 'The words of a command, or `settings`.', presence: 'any', offer: 'commands' }],
  examples: ['portico help', 'portico help todos list', 'portico help settings'],
  run: async ({ args, session }) => {
    const { commandTable } = await import('./command-table.ts');
    const text = async (): Promise<string> => {
      if (args[0] === 'settings') return settingsText();
      const found = findCommand(commandTable, args);
      if (found.kind === 'command') return commandHelp(found.path, await found.load());
      const [group] = found.path;
      return group === undefined ? overviewHelp(commandTable) : groupHelp(group, commandTable);
    };
    await session.terminal.stdout.write(await text());
    return exitCodes.ok;
  },
});
