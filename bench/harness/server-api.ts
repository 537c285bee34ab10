import { request } from 'undici';

/** Calls an API of a server under its key; throws unless the status is the expected one. */
export const callServer = async (
  { url, apiKey }: { readonly url: string; readonly apiKey: string },
  path: string,
  body: object,
  expected: number,
): Promise<Readonly<Record<string, unknown>>> => {
  const answer = await request(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': apiKey },
    body: JSON.stringify(body),
  });
  const text = await answer.body.text();
  if (answer.statusCode !== expected) throw new Error(`${path} was answered ${answer.statusCode}: ${text}`);
  return (JSON.parse(text) as { data: Record<string, unknown> }).data;
};

/** A platform of the simplest kind, one request for each to-do, at the sink. */
export const connectSink = async (
  server: { readonly url: string; readonly apiKey: string },
  sinkUrl: string,
  concurrency: number,
): Promise<void> => {
  const settings = { syscode: 'bench' };
  const platform = { code: 'ofs', kind: 'weaver-ofs', baseUrl: sinkUrl, settings, concurrency };
  await callServer(server, '/task-center/platforms', platform, 201);
};
