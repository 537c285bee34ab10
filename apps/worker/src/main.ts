#!/usr/bin/env -S node --max-semi-space-size=8
import { runCommand } from './commands/run-command.ts';
import { endWithParent } from '@portico/composition';

endWithParent();
process.exit(await runCommand(process.argv.slice(2)));
