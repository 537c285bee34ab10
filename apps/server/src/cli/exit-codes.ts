/** What a command ends with. Programs rely on these: a number never changes its meaning. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  refused: 4,
  unreachable: 5,
  notSignedIn: 6,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** One row per code, for the reference page and the help. */
export const exitCodeMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: 'done',
  failed: 'it was tried and failed, or the server is not healthy',
  usage: 'the command line, or a file it names, is not right; nothing was sent',
  notFound: 'there is no such object',
  refused: 'the server refuses: a conflict, a missing scope, content that does not fit; also when it ignored an event',
  unreachable: 'no server answers at the address, or not in time',
  notSignedIn: 'there is no key, or the server does not accept it',
};

/** As shells say that a signal ended a program. */
export const interrupted = 130;
