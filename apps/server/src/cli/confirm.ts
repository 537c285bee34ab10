import { misused } from './failure.ts';
import type { Text } from './language.ts';
import type { Session } from './session.ts';
import { cleanText } from './show/clean-text.ts';
import { flag } from './parsing/option.ts';

export const yesOption = { yes: flag('Do not ask.', 'y') } as const;

/** Asks before what cannot be taken back. Without a person to ask, `--yes` is needed. */
export const confirm = async (session: Session, yes: boolean, question: Text): Promise<boolean> => {
  if (yes) return true;
  const { terminal, language, globals } = session;
  const text = cleanText(question[language]);
  if (globals.json || !terminal.stdin.isTerminal) throw misused(`${text} Add --yes to do it`);
  const answer = await terminal.ask(`${text} [y/N] `, false);
  return answer !== null && /^(y|yes|是|好)$/iu.test(answer.trim());
};
