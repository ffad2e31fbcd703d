import { SaxesParser } from 'saxes';
import { PatchbayError } from '#sdk';

export const DAV = 'DAV:';
export const CALDAV = 'urn:ietf:params:xml:ns:caldav';
export const CALENDAR_SERVER = 'http://calendarserver.org/ns/';
export const APPLE = 'http://apple.com/ns/ical/';

export interface Element {
  ns: string;
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: Element[];
  text: string;
}

const MOST_ELEMENTS = 400_000;

/** Reads XML with its namespaces. Entities of a document type are never resolved: a document that brings one is refused. */
export function parseXml(text: string): Element {
  const root: Element = { ns: '', name: '', attributes: {}, children: [], text: '' };
  const open: Element[] = [root];
  let count = 0;
  const parser = new SaxesParser({ xmlns: true, position: false });
  const refuse = (reason: string): never => {
    throw new PatchbayError('provider_rejected', { detail: 'The calendar server answered in a way we do not understand.', facts: { reason } });
  };
  parser.on('doctype', () => refuse('document type'));
  parser.on('opentag', ({ uri, local, attributes }) => {
    if (++count > MOST_ELEMENTS || open.length > 60) refuse('too large');
    const element: Element = {
      ns: uri,
      name: local,
      attributes: Object.fromEntries(Object.values(attributes).map((each) => [each.local, each.value])),
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const add = (more: string) => {
    const element = open.at(-1);
    if (element) element.text += more;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    open.pop();
  });
  parser.on('error', (error) => refuse(error.message.slice(0, 200)));
  parser.write(text.replace(/^\uFEFF/, '').trimStart()).close();
  return root.children[0] ?? refuse('empty');
}

export const child = (element: Element | undefined, ns: string, name: string): Element | undefined =>
  element?.children.find((each) => each.name === name && each.ns === ns);
export const childrenOf = (element: Element | undefined, ns: string, name: string): Element[] =>
  element?.children.filter((each) => each.name === name && each.ns === ns) ?? [];
/** The first of this name at any depth. */
export function within(element: Element | undefined, ns: string, name: string): Element | undefined {
  if (!element) return undefined;
  if (element.ns === ns && element.name === name) return element;
  for (const each of element.children) {
    const found = within(each, ns, name);
    if (found) return found;
  }
  return undefined;
}
export const textOf = (element: Element | undefined): string | undefined => element?.text.trim() || undefined;

export const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export interface DavResponse {
  href: string;
  /** Of the resource itself, where the server says one. */
  status: number;
  /** The properties that were found. */
  props: Element | undefined;
}
export interface Multistatus {
  responses: DavResponse[];
  syncToken: string | undefined;
}

const statusIn = (text: string | undefined): number => Number(/\b(\d{3})\b/.exec(text ?? '')?.[1] ?? 0);

/** RFC 4918 §13: what is said of each resource. Properties that were not found are left out. */
export function parseMultistatus(text: string): Multistatus {
  const root = parseXml(text);
  const responses = childrenOf(root, DAV, 'response').flatMap((response): DavResponse[] => {
    const href = textOf(child(response, DAV, 'href'));
    if (!href) return [];
    const found = childrenOf(response, DAV, 'propstat').find((each) => statusIn(textOf(child(each, DAV, 'status'))) === 200);
    return [{ href, status: statusIn(textOf(child(response, DAV, 'status'))) || (found ? 200 : 404), props: child(found, DAV, 'prop') }];
  });
  return { responses, syncToken: textOf(child(root, DAV, 'sync-token')) };
}
