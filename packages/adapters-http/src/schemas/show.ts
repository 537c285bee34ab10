import type { Person } from '@portico/core/workflow';

const latest = 8_640_000_000_000_000;

/** An instant in ISO 8601. Stores may answer times without end, which JSON cannot say: those are the nearest date. */
export const iso = (instant: number): string => {
  if (Number.isNaN(instant)) throw new RangeError('An instant is not a number');
  return new Date(Math.max(-latest, Math.min(latest, instant))).toISOString();
};

export const isoOrNull = (instant: number | null): string | null => (instant === null ? null : iso(instant));

export const showPerson = ({
  id,
  name,
  department,
}: Person): { id: string; name: string; department: string | null } => ({ id, name, department });
