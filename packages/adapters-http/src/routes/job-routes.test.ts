import type { Clock, Ids } from '@portico/core';
import { describe, expect, test } from 'vitest';
import { createApiUnderTest, type ApiUnderTest } from '../testing/api-under-test.ts';
import { createJobsUnderTest, type JobsUnderTest } from '../testing/jobs-under-test.ts';

const path = '/api/v1/jobs';

const start = async (): Promise<ApiUnderTest & { readonly world: JobsUnderTest }> => {
  const made: { world?: JobsUnderTest } = {};
  const api = await createApiUnderTest({
    jobs: (clock: Clock, ids: Ids) => (made.world = createJobsUnderTest(clock, ids)).jobs,
  });
  if (made.world === undefined) throw new Error('The API was made without jobs.');
  return { ...api, world: made.world };
};

/** A stream of events, read event by event. */
const listen = async (api: ApiUnderTest, id: string, headers: Record<string, string> = {}, query = '') => {
  const response = await api.app.request(`${path}/${id}/events${query}`, {
    headers: { 'X-API-Key': api.adminKey, ...headers },
  });
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  const heard: { event: string; data: unknown; id: string | null }[] = [];
  let text = '';
  let over = false;
  const pump = async (): Promise<void> => {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) break;
      text += decoder.decode(value, { stream: true });
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const fields = new Map(
          text
            .slice(0, end)
            .split('\n')
            .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const),
        );
        text = text.slice(end + 2);
        const event = fields.get('event');
        if (event !== undefined)
          heard.push({ event, data: JSON.parse(fields.get('data') ?? ''), id: fields.get('id') ?? null });
      }
    }
    over = true;
  };
  void pump();
  return { response, heard, isOver: () => over, stop: () => reader?.cancel() };
};

describe('jobs', () => {
  test('MUST be listed newest first, by kind, subject and state, page by page', async () => {
    const { call, world } = await start();
    const sweep = await world.begin();
    const poll = await world.begin({ kind: 'poll', subject: 'oa' });
    const ended = await world.begin();
    await world.write(ended.id, { state: 'finished', done: 10 });
    const ids = async (query: string): Promise<unknown> =>
      (await call('GET', `${path}?${query}`)).body.data?.items?.map(({ id }) => id);
    expect(await ids('')).toEqual([ended.id, poll.id, sweep.id]);
    expect(await ids('kind=sweep')).toEqual([ended.id, sweep.id]);
    expect(await ids('kind=sweep,poll&state=running,paused')).toEqual([poll.id, sweep.id]);
    expect(await ids('subject=oa')).toEqual([poll.id]);
    const first = await call('GET', `${path}?limit=2`);
    expect(first.body.data?.items).toHaveLength(2);
    expect(await ids(`limit=2&cursor=${String(first.body.data?.['nextCursor'])}`)).toEqual([sweep.id]);
  });

  test('MUST be shown with how far they are, and their log', async () => {
    const { call, world, clock } = await start();
    const { id } = await world.begin();
    await clock.advance(2_000);
    await world.write(id, { done: 4, counts: { scheduled: 3 } }, [
      { level: 'info', text: '3 objects differed; scheduled' },
    ]);
    const { body } = await call('GET', `${path}/${id}`);
    expect(body.data).toMatchObject({
      id,
      kind: 'sweep',
      subject: 'jinzhi',
      by: '张三',
      state: 'running',
      standing: 'queued',
      done: 4,
      total: 10,
      counts: { scheduled: 3 },
      perSecond: 2,
      remainingMs: 3_000,
      lines: [{ number: 1, level: 'info', text: '3 objects differed; scheduled' }],
    });
    await world.write(id, {}, [{ level: 'warning', text: 'second' }]);
    expect((await call('GET', `${path}/${id}/lines?after=1`)).body.data?.items).toMatchObject([
      { number: 2, text: 'second' },
    ]);
    expect((await call('GET', `${path}/${id}/lines?limit=1`)).body.data?.items).toMatchObject([{ number: 2 }]);
  });

  test('MUST be paused, resumed and cancelled, as often as somebody asks, and answer 409 with the state when that cannot be', async () => {
    const { call, world } = await start();
    const { id } = await world.begin();
    for (const [action, state] of [
      ['pause', 'paused'],
      ['pause', 'paused'],
      ['resume', 'running'],
      ['resume', 'running'],
      ['cancel', 'cancelled'],
      ['cancel', 'cancelled'],
    ]) {
      const { status, body } = await call('POST', `${path}/${id}/${action}`);
      expect([status, body.data?.['state']]).toEqual([200, state]);
    }
    for (const action of ['pause', 'resume']) {
      const { status, body } = await call('POST', `${path}/${id}/${action}`);
      expect([status, body.error?.code, body['state']]).toEqual([409, 'JOB_STATE', 'cancelled']);
    }
  });

  test.each([
    ['GET', 'none', 404, 'NOT_FOUND'],
    ['GET', 'none/lines', 404, 'NOT_FOUND'],
    ['GET', 'none/events', 404, 'NOT_FOUND'],
    ['POST', 'none/pause', 404, 'NOT_FOUND'],
    ['POST', 'none/resume', 404, 'NOT_FOUND'],
    ['POST', 'none/cancel', 404, 'NOT_FOUND'],
  ])('MUST answer %s …/%s with %i', async (method, rest, status, code) => {
    const { call } = await start();
    const answer = await call(method, `${path}/${rest}`);
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
  });

  test.each([
    ['?kind=Sweep', '/query/kind/0'],
    ['?state=running,asleep', '/query/state/1'],
    ['?cursor=no%20cursor', '/query/cursor'],
    ['?limit=0', '/query/limit'],
    ['?colour=red', '/query/colour'],
    ['/some/lines?after=-1', '/query/after'],
    ['/some/lines?after=99999999999', '/query/after'],
    ['/some/events?after=x', '/query/after'],
    [`/${'x'.repeat(65)}`, '/path/id'],
    ['/%00', '/path/id'],
  ])('MUST name the parameter of %s', async (rest, pointer) => {
    const { call } = await start();
    const { status, body } = await call('GET', `${path}${rest}`);
    expect([status, body.error?.details[0]?.pointer]).toEqual([400, pointer]);
  });

  test('MUST be open to those alone who may see and switch lanes', async () => {
    const { call, world, keyWith } = await start();
    const { id } = await world.begin();
    const reader = await keyWith(['lanes:read']);
    expect((await call('GET', `${path}/${id}`, { key: reader })).status).toBe(200);
    expect((await call('POST', `${path}/${id}/pause`, { key: reader })).status).toBe(403);
    const other = await keyWith(['todos:read']);
    for (const rest of ['', `/${id}`, `/${id}/lines`, `/${id}/events`])
      expect((await call('GET', `${path}${rest}`, { key: other })).status).toBe(403);
  });
});

describe('a job’s events', () => {
  test('MUST tell each line once, and how it stands whenever that changes, to the end', async () => {
    const api = await start();
    const { world, clock } = api;
    const { id } = await world.begin();
    await world.write(id, { done: 1 }, [{ level: 'info', text: '换行\n在此' }]);
    const stream = await listen(api, id);
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(stream.response.headers.get('cache-control')).toBe('no-store');
    await clock.advance(5_000);
    expect(stream.heard).toMatchObject([
      { event: 'line', id: '1', data: { number: 1, text: '换行\n在此' } },
      { event: 'progress', id: null, data: { id, done: 1, standing: 'queued' } },
    ]);
    await world.write(id, { done: 2 }, [{ level: 'warning', text: 'two' }]);
    await clock.advance(2_000);
    expect(stream.heard.slice(2)).toMatchObject([
      { event: 'line', id: '2', data: { text: 'two' } },
      { event: 'progress', data: { done: 2 } },
    ]);
    await world.write(id, { state: 'finished' }, [{ level: 'info', text: 'three' }]);
    await clock.advance(2_000);
    expect(stream.heard.slice(4)).toMatchObject([
      { event: 'line', id: '3' },
      { event: 'progress', data: { state: 'finished' } },
      { event: 'end', data: { state: 'finished' } },
    ]);
    expect([stream.isOver(), clock.timers()]).toEqual([true, 0]);
  });

  test('MUST go on after the last event that was seen, and say when there is nothing more', async () => {
    const api = await start();
    const { world, clock } = api;
    const { id } = await world.begin();
    await world.write(
      id,
      {},
      [1, 2, 3].map((number) => ({ level: 'info', text: `line ${number}` })),
    );
    const stream = await listen(api, id, { 'Last-Event-ID': '2' });
    const other = await listen(api, id, {}, '?after=1');
    await clock.advance(1_000);
    expect(stream.heard.flatMap((event) => event.id ?? [])).toEqual(['3']);
    expect(other.heard.flatMap((event) => event.id ?? [])).toEqual(['2', '3']);
    await world.write(id, { state: 'cancelled' });
    await clock.advance(2_000);
    expect(stream.heard.at(-1)).toMatchObject({ event: 'end', data: { state: 'cancelled' } });
    expect((await listen(api, id, { 'Last-Event-ID': '3' })).response.status).toBe(204);
    const again = await listen(api, id);
    await clock.advance(0);
    expect(again.heard.map(({ event }) => event)).toEqual(['line', 'line', 'line', 'progress', 'end']);
    const bad = await api.call('GET', `${path}/${id}/events`, { headers: { 'Last-Event-ID': 'x' } });
    expect([bad.status, bad.body.error?.details[0]?.pointer]).toEqual([400, '/header/Last-Event-ID']);
  });

  test('MUST tell more lines than fit into one look, without a pause in between', async () => {
    const api = await start();
    const { id } = await api.world.begin();
    await api.world.write(
      id,
      { state: 'finished' },
      Array.from({ length: 950 }, (_, index) => ({ level: 'info', text: `line ${index}` })),
    );
    const stream = await listen(api, id);
    await api.clock.until(stream.isOver, 0);
    for (let looks = 0; looks < 20 && !stream.isOver(); looks += 1) await api.clock.advance(0);
    expect(stream.heard.filter(({ event }) => event === 'line').map((event) => Number(event.id))).toEqual(
      Array.from({ length: 950 }, (_, index) => index + 1),
    );
    expect(stream.heard.at(-1)?.event).toBe('end');
  });

  test('MUST end within five minutes, or when nobody listens any more', async () => {
    const api = await start();
    const { id } = await api.world.begin();
    const [bounded, left] = [await listen(api, id), await listen(api, id)];
    await api.clock.advance(60_000);
    await left.stop();
    await api.clock.advance(2_000);
    expect([bounded.isOver(), api.clock.timers() > 0]).toEqual([false, true]);
    await api.clock.advance(240_000);
    expect([bounded.isOver(), api.clock.timers()]).toEqual([true, 0]);
  });

  test('MUST be told to so many at once and no more, and to others when some are gone', async () => {
    const api = await start();
    const { id } = await api.world.begin();
    const streams = [];
    for (let count = 0; count < 20; count += 1) streams.push(await listen(api, id));
    expect(streams.every(({ response }) => response.status === 200)).toBe(true);
    const refused = await api.call('GET', `${path}/${id}/events`);
    expect([refused.status, refused.body.error?.code, refused.headers.get('retry-after')]).toEqual([
      429,
      'TOO_MANY_STREAMS',
      '10',
    ]);
    const head = await api.app.request(`${path}/${id}/events`, {
      method: 'HEAD',
      headers: { 'X-API-Key': api.adminKey },
    });
    expect(head.status).toBe(200);
    await streams[0]?.stop();
    const next = await listen(api, id);
    expect(next.response.status).toBe(200);
    // One who never reads holds a place for five minutes, not for ever.
    await api.clock.advance(301_000);
    expect((await listen(api, id)).response.status).toBe(200);
    await api.clock.advance(301_000);
    expect(api.clock.timers()).toBe(0);
  });
});
