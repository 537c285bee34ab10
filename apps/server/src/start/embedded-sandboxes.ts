import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandboxes, type Sandboxes, type SandboxName } from '@portico/adapters-platforms/sandboxes';
import { z } from 'zod';
import { Inconvenience } from '@portico/composition';

const portFile = z.object({ port: z.number().int().min(1).max(65_535) });

const remembered = (path: string): number | null => {
  if (!existsSync(path)) return null;
  const parsed = portFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  return parsed.success ? parsed.data.port : null;
};

const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EADDRINUSE';

/**
 * Starts the vendors that this process plays, always on loopback. The first start takes the port after the server's own (or a free
 * one); later starts take the same again, so that addresses stay.
 */
export const startEmbeddedSandboxes = async (
  dataDir: string,
  serverPort: number,
  kinds: readonly SandboxName[],
): Promise<Sandboxes> => {
  const directory = join(dataDir, 'sandboxes');
  const path = join(dataDir, 'sandboxes.json');
  const start = (port: number): Promise<Sandboxes> => startSandboxes({ port, dataDir: directory, kinds });
  const kept = remembered(path);
  if (kept !== null) {
    const deadline = performance.now() + 3_000;
    for (;;) {
      try {
        return await start(kept);
      } catch (error) {
        if (!isTaken(error)) throw error;
        if (performance.now() > deadline)
          throw new Inconvenience(
            `port ${kept}, on which the sandboxes were started before, is taken. Stop what uses it, or delete ${path}.`,
          );
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
  const sandboxes = await start(serverPort === 0 || serverPort === 65_535 ? 0 : serverPort + 1).catch(
    (error: unknown) => {
      if (isTaken(error)) return start(0);
      throw error;
    },
  );
  writeFileSync(path, `${JSON.stringify({ port: sandboxes.port })}\n`, { mode: 0o600 });
  return sandboxes;
};
