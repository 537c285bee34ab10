import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RabbitState } from './rabbit.ts';
import { createRabbitDoorbell } from './rabbit-doorbell.ts';
import { eventually, openBrokerBed, type BrokerBed } from './testing/broker-bed.ts';

const url = process.env['PORTICO_TEST_RABBITMQ_URL'];

describe.skipIf(url === undefined)('A connection to RabbitMQ', () => {
  let bed: BrokerBed;
  beforeEach(async () => {
    bed = await openBrokerBed(url ?? '');
  });
  afterEach(() => bed.close(['push']));

  test('MUST tell its states in order, and log an outage once however often it is tried again', async () => {
    const states: RabbitState['status'][] = [];
    const rabbit = bed.open({ onState: ({ status }) => void (states.at(-1) === status || states.push(status)) });
    createRabbitDoorbell(rabbit, { group: 'push' });
    await eventually('it is connected', () => rabbit.state().status === 'connected');
    bed.proxy.refuse(true);
    bed.proxy.cut();
    await eventually('it connects', () => rabbit.state().status === 'connecting');
    const { since, lastError } = rabbit.state();
    expect(Date.now() - since).toBeLessThan(5_000);
    expect(lastError).not.toBeNull();
    // Refused connections all fail alike.
    await eventually('it was refused', () => rabbit.state().lastError !== lastError || bed.log.length > 2);
    bed.proxy.refuse(false);
    await eventually('it is connected again', () => rabbit.state().status === 'connected');
    await rabbit.close();
    expect(states).toEqual(['connecting', 'connected', 'connecting', 'connected', 'closed']);
    expect(bed.log.filter(({ level }) => level === 'info')).toHaveLength(2);
    const reasons = bed.log.filter(({ level }) => level === 'warn').map(({ details }) => details['reason']);
    expect(new Set(reasons).size).toBe(reasons.length);
    expect(bed.log.filter(({ details }) => 'channel' in details)).toEqual([]);
  });

  test('MUST give up a connection that never answers, and try again', async () => {
    bed.proxy.swallow(true);
    const rabbit = bed.open({ connectTimeoutMs: 200 });
    await eventually('it tried again', () => bed.proxy.connections() >= 3);
    expect(rabbit.state()).toMatchObject({ status: 'connecting', lastError: 'no connection within 200 ms' });
    bed.proxy.swallow(false);
    await eventually('it is connected', () => rabbit.state().status === 'connected');
  });

  test('MUST close in time when nobody answers any more, also in the middle of a try', async () => {
    const frozen = await bed.connected();
    bed.proxy.freeze();
    const trying = bed.open();
    const begun = performance.now();
    await Promise.all([frozen.close(300), trying.close(300)]);
    expect(performance.now() - begun).toBeLessThan(1_500);
    expect([frozen.state().status, trying.state().status]).toEqual(['closed', 'closed']);
  });

  test('MUST say that the credentials are refused, without saying them', async () => {
    const wrong = new URL(bed.proxy.url);
    wrong.password = 'not-the-password';
    const rabbit = bed.open({ url: wrong.href });
    await eventually('it is refused', () => rabbit.state().lastError?.includes('ACCESS_REFUSED'));
    expect(JSON.stringify([rabbit.state(), bed.log])).not.toContain('not-the-password');
  });

  test('MUST say what is wrong with a virtual host that is none, and with TLS where there is none', async () => {
    const [nowhere, tls] = [new URL(bed.proxy.url), new URL(bed.proxy.url)];
    nowhere.pathname = '/no-such-host';
    tls.protocol = 'amqps:';
    const rabbits = [nowhere, tls].map(({ href }) => bed.open({ url: href }));
    await eventually('both say so', () => rabbits.every((rabbit) => rabbit.state().lastError !== null));
    expect(rabbits[0]?.state().lastError).toBe('the virtual host no-such-host does not exist, or is not for this user');
    for (const rabbit of rabbits) expect(rabbit.state().status).toBe('connecting');
  });

  test('MUST count both of its connections, the second from its first use on', async () => {
    const rabbit = await bed.connected();
    expect(bed.proxy.connections()).toBe(1);
    const stop = createRabbitDoorbell(rabbit, { group: 'push' }).listen(() => {});
    expect(rabbit.state().status).toBe('connecting');
    await eventually('both are connected', () => rabbit.state().status === 'connected');
    expect(bed.proxy.connections()).toBe(2);
    stop();
  });
});
