import { err, ok, type Result } from 'neverthrow';
import { SaxesParser } from 'saxes';

/** An element by its namespace, never by its prefix. */
export interface XmlElement {
  readonly uri: string;
  readonly local: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The text right in it, put together over comments and CDATA. */
  readonly text: string;
}

/** What a document may have at most; answers of identity providers have a hundredth of it. */
export const xmlLimits = { characters: 65_536, depth: 20, elements: 2_000, attributes: 50 } as const;

/** Why a text is not taken for XML. */
export interface XmlRefused {
  readonly message: string;
}

class Refusal extends Error {}

interface Building {
  readonly uri: string;
  readonly local: string;
  readonly attributes: Record<string, string>;
  readonly children: XmlElement[];
  text: string;
}

/**
 * Reads a small document with namespaces. A document type declaration is refused where it begins, whatever it holds: so there are no entities
 * but the five of XML, and nothing to fetch. Cost is bounded by the length of the text.
 */
export const readXml = (text: string): Result<XmlElement, XmlRefused> => {
  if (text.length > xmlLimits.characters)
    return err({ message: `it is longer than ${xmlLimits.characters} characters` });
  // The parser tells of a declaration when it has read all of it; this is sooner, and holds whatever the parser does.
  if (/<!\s*(?:doctype|entity)/iu.test(text)) return err({ message: 'it has a document type declaration' });
  const open: Building[] = [];
  let root: XmlElement | null = null;
  let elements = 0;
  const parser = new SaxesParser({ xmlns: true, position: false });
  const refuse = (message: string): never => {
    throw new Refusal(message);
  };
  parser.on('error', (error) => refuse(`it is no XML: ${error.message.slice(0, 100)}`));
  parser.on('doctype', () => refuse('it has a document type declaration'));
  parser.on('opentag', (tag) => {
    elements += 1;
    if (elements > xmlLimits.elements) refuse(`it has more than ${xmlLimits.elements} elements`);
    if (open.length >= xmlLimits.depth) refuse(`it is nested more than ${xmlLimits.depth} deep`);
    const attributes = Object.values(tag.attributes);
    if (attributes.length > xmlLimits.attributes) refuse(`an element has more than ${xmlLimits.attributes} attributes`);
    open.push({
      uri: tag.uri,
      local: tag.local,
      attributes: Object.fromEntries(
        attributes.filter(({ uri }) => uri === '').map(({ local, value }) => [local, value]),
      ),
      children: [],
      text: '',
    });
  });
  const add = (piece: string): void => {
    const current = open.at(-1);
    if (current !== undefined) current.text += piece;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed === undefined) return;
    const parent = open.at(-1);
    if (parent === undefined) root = closed;
    else parent.children.push(closed);
  });
  try {
    parser.write(text.replace(/^\uFEFF/u, '')).close();
  } catch (error) {
    if (error instanceof Refusal) return err({ message: error.message });
    throw error;
  }
  return root === null ? err({ message: 'it is no XML' }) : ok(root);
};

/** The children of this name in this namespace. */
export const childrenOf = (element: XmlElement, uri: string, local: string): readonly XmlElement[] =>
  element.children.filter((child) => child.uri === uri && child.local === local);
