/**
 * Why a copy was not made. The target is then as empty as before.
 * - `TARGET_UNFIT`: not PostgreSQL 15 or newer with UTF-8.
 * - `TARGET_NOT_EMPTY`: it holds rows already; `tables` says where.
 * - `SCHEMAS_DIFFER`: the two sides do not have the same tables, even when both are up to date.
 * - `COPY_DIFFERS`: what was read back is not what had been written.
 * - `STOPPED`: it was asked to stop.
 */
export interface CopyFailure {
  readonly code: 'TARGET_UNFIT' | 'TARGET_NOT_EMPTY' | 'SCHEMAS_DIFFER' | 'COPY_DIFFERS' | 'STOPPED';
  readonly message: string;
}

export const copyFailure = (code: CopyFailure['code'], message: string): CopyFailure => ({ code, message });
