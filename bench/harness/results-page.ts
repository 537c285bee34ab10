const heading = '# What was measured\n\nBy `npm run bench -- --write`, each scenario on its own.';

const sectionsOf = (page: string): ReadonlyMap<string, string> =>
  new Map(
    page
      .split(/^(?=## )/mu)
      .filter((part) => part.startsWith('## '))
      .map((part) => [part.slice(3, part.indexOf('\n')), part.trim()]),
  );

/** The page with these sections (each begins with `## `) in the place of their earlier ones; `order` are the titles' places. */
export const updateResultsPage = (page: string, sections: readonly string[], order: readonly string[]): string => {
  const all = new Map([...sectionsOf(page), ...sectionsOf(sections.join('\n\n'))]);
  const known = order.flatMap((title) => all.get(title) ?? []);
  return `${[heading, ...known].join('\n\n')}\n`;
};
