/** How much is measured in one process. */
export interface EmbeddedConditions {
  /** Each contender runs once a round; what is shown is the median over the rounds. */
  readonly rounds: number;
  readonly batchesOf100: number;
  readonly singleEvents: number;
  /** To-dos delivered in one run of a contender. */
  readonly todos: number;
  readonly barePosts: number;
  /** The same of everything before the rounds, unmeasured, divided by this. */
  readonly warmUpShare: number;
}

export const fullEmbedded: EmbeddedConditions = {
  rounds: 3,
  batchesOf100: 30,
  singleEvents: 400,
  todos: 3_000,
  barePosts: 6_000,
  warmUpShare: 4,
};

/** A few seconds: shows that everything adds up, says little about speed. */
export const shortEmbedded: EmbeddedConditions = {
  rounds: 1,
  batchesOf100: 3,
  singleEvents: 30,
  todos: 200,
  barePosts: 400,
  warmUpShare: 2,
};

/** A smaller run of the same, to warm up. */
export const warmUpOf = (conditions: EmbeddedConditions): EmbeddedConditions => {
  const part = (count: number): number => Math.ceil(count / conditions.warmUpShare);
  return {
    ...conditions,
    rounds: 1,
    batchesOf100: part(conditions.batchesOf100),
    singleEvents: part(conditions.singleEvents),
    todos: part(conditions.todos),
    barePosts: part(conditions.barePosts),
  };
};
