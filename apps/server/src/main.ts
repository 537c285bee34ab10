#!/usr/bin/env node
import { endWithParent } from '@portico/composition/end-with-parent';
import { runCommand } from './commands/run-command.ts';

endWithParent();
process.exit(await runCommand(process.argv.slice(2)));
