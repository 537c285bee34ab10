import { okAsync } from 'neverthrow';
import { mkdtempSync, rmSync } from 'node:fs';
import { openDatabase } from './database/open-database.ts';
import { createTransactor } from './transactor.ts';
import { createWorker, defaultLaneConfig, plainReport } from '@portico/core/work';
import { createFakeDoorbell } from '@portico/core/testing';
const dir = mkdtempSync('/tmp/portico/kb/');
const database = (await openDatabase({ kind: 'pglite', dataDir: dir } as never))._unsafeUnwrap();
(await database.migrate())._unsafeUnwrap();
const transactor = createTransactor(database) as never as any;
const clock = { now: () => Date.now(), monotonic: () => performance.now(), timer: (ms: number, run: () => void) => { const t = setTimeout(run, ms); return () => clearTimeout(t); } };
const doorbell = createFakeDoorbell();
let tx = 0; const wrapS = (s: any) => ({ ...s, work: { ...s.work, claim: (a: any, w: any) => s.work.claim(a, w).map((r: any) => { if (tx < 40) console.log(performance.now() | 0, 'claim', JSON.stringify(w), r.length); return r; }), nextDueInMs: (l: any) => s.work.nextDueInMs(l).map((r: any) => { if (tx < 40) console.log('next', l, r); return r; }) } });
const counted = { run: (w: any) => { tx++; return transactor.run((s: any) => w(wrapS(s))); } };
const worker = createWorker({ transactor: counted as any, doorbell, clock, random: { next: Math.random }, log: (l, m, d) => console.log(l, m, d), options: { exclusive: true },
  handlers: { push: { load: (_s: any, _l: any, claims: any) => okAsync(new Map(claims.map((c: any) => [c.id, c.key]))), attempt: async (g: any) => { await new Promise((r) => setTimeout(r, 2)); return g.map(() => ({ ...plainReport({ kind: 'done', more: false }), operation: 'create', version: 1, exchanges: [{ purpose: 'push', atMs: 0, durationMs: 2, request: { method: 'POST', url: 'http://x/y', headers: {}, body: 'x'.repeat(300) }, response: { status: 200, headers: {}, body: '{}' }, error: null }] })); }, acknowledge: () => okAsync(undefined) } } as any });
for (const concurrency of [16, 64]) {
  const [lane] = (await transactor.run((s: any) => s.lanes.ensure([{ tenant: 'default', name: 'push/c' + concurrency, config: { ...defaultLaneConfig, concurrency } }])))._unsafeUnwrap();
  const N = 500;
  for (let i = 0; i < N; i += 500) (await transactor.run((s: any) => s.work.schedule(Array.from({ length: 500 }, (_, j) => ({ lane: lane.id, key: 'key-' + (i + j), class: 'live', delayMs: 0, uncertain: false })))))._unsafeUnwrap();
  if (concurrency === 16) (await worker.start())._unsafeUnwrap();
  else doorbell.ring([{ lane: lane.id, keys: [] }]);
  tx = 0; const t = performance.now();
  await worker.idle();
  const ms = performance.now() - t;
  console.log({ concurrency, perSecond: Math.round(N / ms * 1000), tx, stats: worker.stats() });
}
await new Promise((r) => setTimeout(r, 1000));
tx = 0; const cpu = process.cpuUsage(); await new Promise((r) => setTimeout(r, 10000)); const d = process.cpuUsage(cpu);
console.log('idle', tx / 10, 'tx/s', ((d.user + d.system) / 10000 / 10).toFixed(2) + '% of a core');
await worker.stop(1000); await database.close(); rmSync(dir, { recursive: true });
