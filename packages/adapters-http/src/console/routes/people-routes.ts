import type { Page, PersonMapping, PersonMappings } from '@portico/core/task-center';
import { okAsync } from 'neverthrow';
import { streamOf } from '../../api/stream-of.ts';
import { decodeTable } from '../../body/decode-table.ts';
import { isStorable } from '../../body/unstorable-text.ts';
import { pages, withQuery } from '../addresses.ts';
import type { ConsoleRoutes, SignedInVisit } from '../console-routes.ts';
import { field } from '../form.ts';
import { peoplePage, type PeopleContent } from '../pages/people.ts';

const pageSize = 50;
const mostBytes = 10 * 1024 * 1024;
/** What the form around the file takes. */
const formBytes = 8 * 1024;

const isSpace = (text: string): boolean => /^[a-z0-9-]{1,63}$/.test(text);
const nobody: Page<PersonMapping> = { items: [], nextCursor: null };

const searched = (text: string | null): string => {
  const trimmed = text?.trim().slice(0, 200) ?? '';
  return isStorable(trimmed) ? trimmed : '';
};

/** Who people are for platforms: search, tables up and down, and one by one. */
export const addPeopleRoutes = (routes: ConsoleRoutes, mappings: PersonMappings): void => {
  const show = async (
    visit: SignedInVisit,
    wanted: string,
    more: Partial<Pick<PeopleContent, 'uploaded' | 'errors' | 'typed'>> & { readonly text?: string } = {},
  ): Promise<Response> => {
    const { tenant } = visit.visitor;
    const spaces = await mappings.spaces(tenant);
    if (spaces.isErr()) return visit.fail(spaces.error);
    const [first] = spaces.value;
    const space = isSpace(wanted) ? wanted : (first?.space ?? '');
    const { text = '', errors = {}, uploaded = null, typed = {} } = more;
    const given = visit.search.get('cursor')?.slice(0, 2_000) ?? '';
    const page =
      space === ''
        ? await okAsync(nobody)
        : await mappings.list(tenant, space, text === '' ? null : text, given === '' ? null : given, pageSize);
    if (page.isErr()) return visit.fail(page.error);
    return visit.show(
      visit.view.texts.people.title,
      peoplePage(visit.view, { spaces: spaces.value, space, text, page: page.value, uploaded, errors, typed }),
      Object.keys(errors).length > 0 ? 422 : 200,
    );
  };

  routes.page(pages.people, 'platforms:read', (visit) =>
    show(visit, visit.search.get('space') ?? '', { text: searched(visit.search.get('q')) }),
  );

  routes.page(pages.peopleCsv, 'platforms:read', async (visit) => {
    const { context, visitor } = visit;
    const space = visit.search.get('space') ?? '';
    if (!isSpace(space)) return visit.fail({ code: 'PAGE_UNKNOWN' });
    const first = await mappings.exportPage(visitor.tenant, space, null);
    if (first.isErr()) return visit.fail(first.error);
    const text = async function* (): AsyncGenerator<string> {
      // The mark makes spreadsheets read UTF-8.
      yield `\u{FEFF}${first.value.text}`;
      for (let { after } = first.value; after !== null;) {
        const page = await mappings.exportPage(visitor.tenant, space, after);
        if (page.isErr()) throw new Error(`the export broke off: ${page.error.code}`);
        yield page.value.text;
        ({ after } = page.value);
      }
    };
    context.header('Content-Type', 'text/csv; charset=utf-8');
    context.header('Content-Disposition', `attachment; filename="person-mappings-${space}.csv"`);
    context.header('Cache-Control', 'no-store');
    return context.body(streamOf(text()));
  });

  routes.upload(pages.peopleUpload, 'platforms:write', mostBytes + formBytes, async (visit, form) => {
    const { people } = visit.view.texts;
    if (form === 'too-large') return show(visit, '', { errors: { file: people.tooLarge } });
    const said = (name: string): string => {
      const value = form?.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const space = said('space');
    if (!isSpace(space)) return show(visit, '', { errors: { space: people.spaceHelp } });
    const file = form?.get('file') ?? null;
    if (!(file instanceof Blob) || file.size === 0) return show(visit, space, { errors: { file: people.noFile } });
    if (file.size > mostBytes) return show(visit, space, { errors: { file: people.tooLarge } });
    const text = decodeTable(new Uint8Array(await file.arrayBuffer()));
    if (text === null) return show(visit, space, { errors: { file: people.notText } });
    const dryRun = said('dryRun') === 'true';
    const report = await mappings.upload(visit.visitor.tenant, space, text, dryRun);
    if (report.isOk()) return show(visit, space, { uploaded: { report: report.value, dryRun } });
    return report.error.code === 'INVALID'
      ? show(visit, space, { errors: { file: report.error.message } })
      : visit.fail(report.error);
  });

  routes.form(pages.peopleAction('put'), 'platforms:write', async (visit, form) => {
    const [space, personId, remoteId] = [field(form, 'space'), field(form, 'personId'), field(form, 'remoteId')];
    if (!isSpace(space)) return show(visit, '', { errors: { space: visit.view.texts.people.spaceHelp } });
    const put = await mappings.put(visit.visitor.tenant, space, [{ personId, remoteId }], 'api');
    if (put.isOk()) return visit.goTo(withQuery(pages.people, { space, q: personId.slice(0, 200) }), 'people-saved');
    if (put.error.code !== 'INVALID') return visit.fail(put.error);
    const name = put.error.pointer.endsWith('/remoteId') ? 'remoteId' : 'personId';
    return show(visit, space, { errors: { [name]: put.error.message }, typed: { personId, remoteId } });
  });

  routes.form(pages.peopleAction('remove'), 'platforms:write', async (visit, form) => {
    const space = field(form, 'space');
    if (!isSpace(space)) return visit.fail({ code: 'PAGE_UNKNOWN' });
    const removed = await mappings.remove(visit.visitor.tenant, space, [field(form, 'personId')]);
    if (removed.isErr()) return visit.fail(removed.error);
    return visit.goTo(withQuery(pages.people, { space, q: searched(form.get('q')) }), 'people-removed');
  });

  // A reload after any of these asks for the page.
  for (const path of [pages.peopleUpload, pages.peopleAction('put'), pages.peopleAction('remove')])
    routes.page(path, 'platforms:read', (visit) => Promise.resolve(visit.goTo(pages.people)));
};
