import pg from 'pg';

/** An exchange as the attempt log keeps it; only what is compared. */
export interface LedgerExchange {
  readonly purpose: string;
  readonly atMs: number;
  readonly durationMs: number;
  readonly request: { readonly url: string; readonly body: string };
  readonly response: { readonly status: number; readonly body: string } | null;
}

/** A line of the attempt log. Instants are epoch milliseconds of the database's clock, which is this machine's. */
export interface LedgerAttempt {
  readonly claim: number;
  readonly platform: string;
  readonly key: string;
  readonly session: number;
  readonly claimedAt: number;
  readonly durationMs: number;
  readonly outcome: string;
  readonly operation: string | null;
  readonly exchanges: readonly LedgerExchange[];
  /** When the claim was taken over from its worker; null when it never was. */
  readonly takenOverAt: number | null;
}

export interface LedgerMirror {
  readonly platform: string;
  readonly key: string;
  readonly desiredVersion: number;
  readonly acknowledgedVersion: number;
  readonly remoteState: string;
}

export interface LedgerWork {
  readonly lane: string;
  readonly key: string;
  readonly parked: string | null;
  readonly claimed: boolean;
}

/** The database, looked at from beside. Every call opens a connection of its own: the server comes and goes. */
export interface Ledger {
  /** Keeps what a takeover wrote even where its worker comes back and corrects it. Once, before there are attempts. */
  watchTakeovers(): Promise<void>;
  work(): Promise<readonly LedgerWork[]>;
  attempts(): Promise<readonly LedgerAttempt[]>;
  mirrors(): Promise<readonly LedgerMirror[]>;
}

const watching = `
  create table chaos_takeover (claim bigint primary key, at timestamptz not null);
  create function chaos_takeover() returns trigger language plpgsql as $$
    begin
      insert into chaos_takeover values (new.claim, new.claimed_at + new.duration_ms * interval '1 millisecond') on conflict do nothing;
      return null;
    end $$;
  create trigger chaos_takeover after insert on attempt for each row when (new.outcome = 'interrupted') execute function chaos_takeover()`;

const epochMs = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

export const createLedger = (databaseUrl: string): Ledger => {
  const query = async <T>(text: string): Promise<readonly T[]> => {
    const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query(text)).rows as T[];
    } finally {
      await client.end();
    }
  };
  return {
    watchTakeovers: async () => {
      await query(watching);
    },
    work: () =>
      query(
        `select l.name lane, w.key, w.parked, w.claim is not null claimed from work w join lane l on l.id = w.lane`,
      ),
    attempts: () =>
      query(`select a.claim::float8 claim, split_part(l.name, '/', 2) platform, a.key, a.session::float8 "session",
          ${epochMs('a.claimed_at')} "claimedAt", a.duration_ms::float8 "durationMs", a.outcome, a.operation,
          coalesce(e.exchanges, '[]') exchanges, ${epochMs('t.at')} "takenOverAt"
        from attempt a join lane l on l.id = a.lane left join exchange e on e.claimed_at = a.claimed_at and e.claim = a.claim
        left join chaos_takeover t on t.claim = a.claim
        where l.name like 'push/%' or l.name like 'job/%' order by a.claimed_at, a.claim`),
    mirrors: () =>
      query(`select platform, key, desired_version::float8 "desiredVersion", acknowledged_version::float8 "acknowledgedVersion",
          remote_state "remoteState" from mirror`),
  };
};
