/**
 * What Node needs to run TypeScript sources, other packages' included, and the young generation that `portico-worker` has: every
 * contender runs alike.
 */
export const sourceFlags: readonly string[] = [
  '--conditions=@portico/source',
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=8',
];
