import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
const req = createRequire(new URL('../packages/adapters-persistence/package.json', import.meta.url));
const { PGlite } = await import(pathToFileURL(req.resolve('@electric-sql/pglite').replace('index.cjs', 'index.js')).href);
const times = new Map<string, { n: number; ms: number }>();
for (const name of ['execProtocolStream']) {
  const original = PGlite.prototype[name];
  const base = original ?? Object.getPrototypeOf(PGlite.prototype)[name];
  PGlite.prototype[name] = async function (text: any, ...rest: unknown[]) {
    const b = performance.now();
    try { return await base.call(this, text, ...rest); } finally {
      const str = Buffer.from(text).toString('latin1', 0, 600).replaceAll(/[^ -~\n]/g, '.'); const k = str.replace(/^P[. ]*/, 'P ').replaceAll(/\s+/g, ' ').trim().slice(0, 60);
      const e = times.get(k) ?? { n: 0, ms: 0 }; e.n += 1; e.ms += performance.now() - b; times.set(k, e);
    }
  };
}
const show = (title: string, count: number) => {
  let total = 0; for (const e of times.values()) total += e.ms;
  console.log(title, 'sql ms each of', count, (total / count).toFixed(3));
  for (const [k, { n, ms }] of [...times].sort((a, b) => b[1].ms - a[1].ms).slice(0, 16)) console.log((ms).toFixed(0).padStart(7), 'ms', String(n).padStart(6), 'x', (ms / n).toFixed(2).padStart(7), k);
  times.clear();
};
const { openHub } = await import('./hub.ts');
const { acceptContenders } = await import('./accept.ts');
const { deliveryContender } = await import('./deliver.ts');
const { fullConditions, warmUpOf } = await import('./conditions.ts');
const c = { ...fullConditions, todos: Number(process.env.TODOS ?? 1500), batchesOf100: Number(process.env.BATCHES ?? 10), singleEvents: Number(process.env.SINGLES ?? 200) };
const hub = await openHub();
const say = (name: string, m: any) => console.log('##', name, Math.round(m.count / m.seconds), '/s', Math.round(m.cpuSeconds / m.count * 1e6), 'us cpu');
const what = process.argv[2] ?? 'both';
if (what !== 'deliver') for (const a of await acceptContenders(hub)) { await a.run(warmUpOf(c)); times.clear(); const m = await a.run(c); say(a.name, m); show(a.name, m.count); }
if (what !== 'accept') {
  const d = await deliveryContender(hub, 'd', ['weaver-ofs'], 64);
  await d.run(c); times.clear();
  for (let i = 0; i < 2; i++) { const m = await d.run(c); say('deliver (incl. accept in sql)', m); show('deliver', m.count); }
}
await hub.close();
