/** Takes a server's credentials out of whatever is logged or shown. */
export const createRedactor = (url: URL): ((text: string) => string) => {
  const secrets = new Set([url.password, decoded(url.password)].filter((secret) => secret !== ''));
  return (text) => {
    const withoutUrls = text.replace(/(rediss?:\/\/)[^\s/@]*@/giu, '$1***@');
    return [...secrets].reduce((left, secret) => left.replaceAll(secret, '***'), withoutUrls);
  };
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
