#!/usr/bin/env node
import { runCommand } from './commands/run-command.ts';
import { endWithParent } from './process/end-with-parent.ts';

endWithParent();
process.exit(await runCommand(process.argv.slice(2)));
