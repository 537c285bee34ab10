import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandboxes } from '@portico/adapters-platforms/sandboxes';
import { sandboxKinds } from '../../apps/server/src/start/sandbox-platforms.ts';
import { recordWire } from './record-wire.ts';

/** The vendors of a run: `main.ts <data folder> <seed>`. Says where it is in `sandboxes.json`, and keeps every request in `wire.jsonl`. */
const [, , dataDir = '.', seed = '1'] = process.argv;

const lines: string[] = [];
const flush = (): void => {
  if (lines.length > 0) appendFileSync(join(dataDir, 'wire.jsonl'), lines.splice(0).join(''));
};
writeFileSync(join(dataDir, 'wire.jsonl'), '');
recordWire((entry) => void lines.push(`${JSON.stringify(entry)}\n`));
setInterval(flush, 500);

const sandboxes = await startSandboxes({ port: 0, dataDir, kinds: sandboxKinds, seed: Number(seed), hangMs: 5_000 });
const places = sandboxKinds.map((kind) => ({
  kind,
  baseUrl: sandboxes.baseUrl(kind),
  credentials: sandboxes.credentials(kind),
}));
writeFileSync(join(dataDir, 'sandboxes.json'), JSON.stringify(places));

process.once('SIGTERM', () => {
  void sandboxes.close().then(() => {
    // Connections that were closed tell of their requests on the way out.
    setImmediate(() => {
      flush();
      process.exit(0);
    });
  });
});
