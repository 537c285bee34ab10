import { describe, expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';
import { openRabbit } from './open-rabbit.ts';
import { topologyNames } from './topology.ts';

const log = (): void => undefined;

describe('Opening a broker', () => {
  test.each(['', 'rabbit', 'http://rabbit', 'amqp://', 'amqp:rabbit'])(
    'MUST refuse the address "%s", without saying it',
    (url) => {
      expect(() => openRabbit({ url, log })).toThrow(
        /^The address of RabbitMQ must be like amqp:\/\/user:password@host:5672$/u,
      );
    },
  );

  test('MUST say that it connects when nobody answers, and close all the same', async () => {
    const states: string[] = [];
    // Port 9 is "discard"; nothing listens there.
    const rabbit = openRabbit({
      url: 'amqp://someone:secret@127.0.0.1:9',
      log,
      onState: ({ status }) => void states.push(status),
    });
    expect(rabbit.state()).toMatchObject({ status: 'connecting', blocked: null, troubles: [] });
    await rabbit.close();
    expect(rabbit.state().status).toBe('closed');
    expect(states.at(-1)).toBe('closed');
    expect(JSON.stringify(rabbit.state())).not.toContain('secret');
  });

  test('MUST begin every name with the prefix', () => {
    expect(topologyNames('portico')).toMatchObject({
      doorbell: 'portico.doorbell',
      events: 'portico.events',
      inbox: 'portico.events.inbox',
      dead: 'portico.dead',
      domain: 'portico.domain',
    });
    expect(topologyNames('school').doorbellQueue('push')).toBe('school.doorbell.push');
  });

  test('MUST wait 0.1 s to 5 s between tries, longer the more have failed', () => {
    for (let tries = 0; tries < 2_000; tries += 1) {
      const ms = backoffMs(tries);
      const whole = Math.min(5_000, 200 * 2 ** tries);
      expect(ms).toBeGreaterThanOrEqual(whole / 2);
      expect(ms).toBeLessThanOrEqual(whole);
    }
  });
});
