/** Whether an endpoint that asks for these types wants messages of that one. */
export const wantsType = (types: readonly string[] | null, type: string): boolean =>
  types === null ||
  types.some((wanted) => (wanted.endsWith('.*') ? type.startsWith(wanted.slice(0, -1)) : wanted === type));

/** The type of the message that is sent to try an endpoint out. */
export const pingType = 'portico.ping';
