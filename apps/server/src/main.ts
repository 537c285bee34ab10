#!/usr/bin/env node
import { runCommand } from './commands/run-command.ts';
import { endWithParent } from '@portico/composition';

endWithParent();
process.exit(await runCommand(process.argv.slice(2)));
