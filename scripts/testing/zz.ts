import { spawn } from 'node:child_process';
import { strangersEnvironment } from './packed-packages.ts';
const t0 = performance.now();
const port = 41871;
const server = spawn('npx', ['portico', 'start'], { cwd: '/tmp/portico/docs-work/e3', env: { ...strangersEnvironment(), PORTICO_PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'] });
let output = '';
for (const stream of [server.stdout, server.stderr]) stream?.on('data', (part: Buffer) => (output += part.toString()));
const say = (x: string) => console.log(((performance.now() - t0) / 1000).toFixed(1), x);
for (let i = 0; i < 200; i++) {
  const status = await fetch(`http://127.0.0.1:${port}/readyz`).then((r) => r.status, () => 0);
  if (i % 20 === 0) say(String(status));
  if (status === 200) { say('ready'); break; }
  await new Promise((r) => setTimeout(r, 100));
}
say(output.slice(0, 300));
server.kill('SIGTERM');
server.once('exit', (c, s) => { say(`exit ${c} ${s}`); });
