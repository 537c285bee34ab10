import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ServerConfiguration } from '../configuration/configuration.ts';
import { Inconvenience } from '@portico/composition';

const answerSchema = z.object({ data: z.object({ url: z.url() }) });

const readKey = (dataDir: string): string => {
  try {
    return z.object({ apiKey: z.string() }).parse(JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8')))
      .apiKey;
  } catch {
    throw new Inconvenience(
      `${join(dataDir, 'credentials.json')} cannot be read. Start Portico once, or set PORTICO_DATA_DIR to its data directory.`,
    );
  }
};

const addressOf = (configuration: ServerConfiguration): string => {
  try {
    const running = z
      .object({ url: z.url() })
      .parse(JSON.parse(readFileSync(join(configuration.dataDir, 'server.json'), 'utf8')));
    return running.url;
  } catch {
    return `http://127.0.0.1:${configuration.port}`;
  }
};

/** Prints a link that signs in to the console of the server that runs on this data directory. */
export const signIn = async (configuration: ServerConfiguration): Promise<number> => {
  const url = addressOf(configuration);
  let response: Response;
  try {
    response = await fetch(`${url}/api/v1/auth/sign-in-links`, {
      method: 'POST',
      headers: { 'X-API-Key': readKey(configuration.dataDir) },
      signal: AbortSignal.timeout(5000),
    });
  } catch (error) {
    if (error instanceof Inconvenience) throw error;
    throw new Inconvenience(`no Portico server answers at ${url}. Start it with: npm start`);
  }
  const answer = answerSchema.safeParse(await response.json().catch(() => null));
  if (!response.ok || !answer.success) throw new Inconvenience(`the server at ${url} answered ${response.status}.`);
  process.stdout.write(`${answer.data.data.url}\n`);
  return 0;
};
