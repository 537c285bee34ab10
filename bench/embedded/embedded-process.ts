import { serveCommands } from '../harness/serve-commands.ts';
import type { EmbeddedConditions } from './conditions.ts';
import { measureEmbedded } from './measure-embedded.ts';

const commands = { measure: (conditions: EmbeddedConditions) => measureEmbedded(conditions) };

export type EmbeddedCommands = typeof commands;

serveCommands(commands);
