/** Takes a broker's credentials out of whatever is logged or shown. */
export const createRedactor = (url: URL): ((text: string) => string) => {
  const secrets = new Set([url.password, decodeURIComponent(url.password)].filter((secret) => secret !== ''));
  return (text) => {
    const withoutUrls = text.replace(/(amqps?:\/\/)[^\s/@]*@/giu, '$1***@');
    return [...secrets].reduce((left, secret) => left.replaceAll(secret, '***'), withoutUrls);
  };
};

/** What was thrown, in a few words. */
export const inWords = (thrown: unknown): string => {
  if (thrown instanceof AggregateError && thrown.message === '') return inWords(thrown.errors[0]);
  if (!(thrown instanceof Error)) return String(thrown);
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  return thrown.message === '' ? code || thrown.name : thrown.message;
};
