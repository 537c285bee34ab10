import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { noFaults } from './faults.ts';
import type { Faults } from './faults.ts';
import { openJournal } from './journal.ts';
import { createRequestLog } from './request-log.ts';
import type { RequestLog, RequestRow } from './request-log.ts';
import type { SandboxKind } from './sandbox-kind.ts';
import { createStore } from './store.ts';
import type { Change, ReadableStore } from './store.ts';

/** One line of the journal. */
interface JournalEntry {
  readonly credentials?: Record<string, string>;
  readonly faults?: Faults;
  /** Everything but the credentials is forgotten; request numbering starts at `from`. */
  readonly reset?: { readonly from: number };
  readonly rows?: readonly RequestRow[];
  readonly changes?: readonly Change[];
}

export interface SandboxState {
  readonly store: ReadableStore;
  readonly log: RequestLog;
  readonly credentials: Readonly<Record<string, string>>;
  readonly faults: Faults;
  /** In memory at once, resolved when it is in the journal. */
  record(rows: readonly RequestRow[], changes: readonly Change[]): Promise<void>;
  setFaults(faults: Faults, changes: readonly Change[]): Promise<void>;
  reset(): Promise<void>;
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Rows kept for `_sandbox/requests`. */
const loggedRequests = 200_000;
const rowsPerSnapshotLine = 500;

export async function openSandboxState(kind: SandboxKind, dataDir: string): Promise<SandboxState> {
  const store = createStore();
  const log = createRequestLog(loggedRequests);
  let credentials: Record<string, string> | undefined;
  let faults = noFaults;

  const replay = (entry: JournalEntry): void => {
    if (entry.credentials !== undefined) credentials = entry.credentials;
    if (entry.reset !== undefined) {
      store.clear();
      log.reset(entry.reset.from);
      faults = noFaults;
    }
    if (entry.faults !== undefined) faults = { ...noFaults, ...entry.faults };
    if (entry.changes !== undefined) store.apply(entry.changes);
    if (entry.rows !== undefined) log.append(entry.rows);
  };

  function* snapshot(): Generator<JournalEntry> {
    credentials ??= kind.newCredentials(() => randomBytes(16).toString('hex'));
    const { first, rows } = log.from(0, loggedRequests * 2);
    yield { credentials, reset: { from: first }, faults };
    for (const change of store.entries()) yield { changes: [change] };
    for (let at = 0; at < rows.length; at += rowsPerSnapshotLine)
      yield { rows: rows.slice(at, at + rowsPerSnapshotLine) };
  }

  const journal = await openJournal<JournalEntry>({
    file: join(dataDir, kind.name, 'journal.jsonl'),
    replay,
    snapshot,
  });
  const apply = (entry: JournalEntry): Promise<void> => {
    replay(entry);
    return journal.append(entry);
  };

  return {
    store,
    log,
    get credentials() {
      return credentials ?? {};
    },
    get faults() {
      return faults;
    },
    record: (rows, changes) => apply(changes.length === 0 ? { rows } : { rows, changes }),
    setFaults: (settings, changes) => apply({ faults: settings, changes }),
    reset: () => apply({ reset: { from: 0 } }),
    settled: () => journal.settled(),
    close: () => journal.close(),
  };
}
