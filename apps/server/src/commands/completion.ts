import { defineCommand } from '../cli/command.ts';
import { shells, shellScript, type Shell } from '../cli/completion/shell-scripts.ts';

export const completion = defineCommand({
  summary: 'Print what a shell reads to complete command lines',
  description: [
    'Commands, options and their values are completed, and from the server the codes of platforms and the names of lanes; when it does not answer within a second there are none. bash: put `source <(portico completion bash)` into ~/.bashrc. zsh: `source <(portico completion zsh)` into ~/.zshrc, after compinit. fish: portico completion fish > ~/.config/fish/completions/portico.fish',
  ],
  reach: 'here',
  arguments: [{ name: 'shell', help: 'bash, zsh or fish.', presence: 'one', choices: shells }],
  examples: ['source <(portico completion bash)'],
  run: async ({ args, session }) => {
    await session.terminal.stdout.write(shellScript[args[0] as Shell]);
    return 0;
  },
});
