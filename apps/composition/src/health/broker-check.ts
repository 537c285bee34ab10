import type { RabbitState } from '@portico/adapters-messaging/rabbitmq';
import type { Check } from './check.ts';

/** A broker that is away slows only: it hinders nobody. */
export const brokerCheck = ({ status, blocked, troubles }: RabbitState): Check => {
  const wrong = [
    ...(status === 'connected' ? [] : ['degraded: away; due work is looked for once a second']),
    ...(blocked === null ? [] : [`degraded: takes nothing at present (${blocked})`]),
    ...troubles.map(({ channel }) => `degraded: ${channel} does not work`),
  ];
  return wrong.length === 0 ? { name: 'broker', ok: true } : { name: 'broker', ok: true, detail: wrong.join('; ') };
};
