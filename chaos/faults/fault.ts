/** Something that is done to the processes of a run. */
export type Fault =
  | { readonly kind: 'kill a worker'; readonly which: 0 | 1 }
  | { readonly kind: 'kill both workers' }
  | { readonly kind: 'kill the server' }
  | { readonly kind: 'kill RabbitMQ' }
  | { readonly kind: 'kill PostgreSQL' }
  | { readonly kind: 'kill Redis'; readonly awayMs: number }
  | { readonly kind: 'stop PostgreSQL at once' }
  | { readonly kind: 'empty Redis' }
  | { readonly kind: 'freeze Redis'; readonly forMs: number }
  | { readonly kind: 'freeze a worker'; readonly which: 0 | 1; readonly forMs: number }
  | { readonly kind: 'delete the doorbells' }
  | { readonly kind: 'delete the inbox' };

export type FaultKind = Fault['kind'];

/** How many processes a fault kills with SIGKILL. */
export const killsOf: Readonly<Record<FaultKind, number>> = {
  'kill a worker': 1,
  'kill both workers': 2,
  'kill the server': 1,
  'kill RabbitMQ': 1,
  'kill PostgreSQL': 1,
  'kill Redis': 1,
  'stop PostgreSQL at once': 0,
  'empty Redis': 0,
  'freeze Redis': 0,
  'freeze a worker': 0,
  'delete the doorbells': 0,
  'delete the inbox': 0,
};
