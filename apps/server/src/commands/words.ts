/** The words of the API that options take. */
export const todoStates = ['open', 'done', 'withdrawn'] as const;
export const urgencies = ['low', 'normal', 'urgent', 'critical'] as const;
export const syncStates = [
  'agreed',
  'pending',
  'failing',
  'refused',
  'exhausted',
  'undecidable',
  'poison',
  'withdrawn',
  'ignored',
] as const;
export const outcomes = [
  'done',
  'deferred',
  'failed',
  'refused',
  'unknown',
  'undecidable',
  'credentials',
  'interrupted',
  'released',
] as const;
export const instanceStatuses = ['running', 'completed', 'terminated', 'cancelled', 'rejected'] as const;
