/** The languages of headings and results; the server knows the same. */
export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** A text in every language. */
export type Text = Readonly<Record<Language, string>>;

export const says = (en: string, chinese: string): Text => ({ en, 'zh-CN': chinese });

/** What was asked for, else what the environment speaks (POSIX: LC_ALL before LC_MESSAGES before LANG), else English. */
export const chooseLanguage = (asked: Language | null, env: Readonly<Record<string, string | undefined>>): Language => {
  if (asked !== null) return asked;
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined && value !== '');
  return locale?.toLowerCase().startsWith('zh') === true ? 'zh-CN' : 'en';
};
