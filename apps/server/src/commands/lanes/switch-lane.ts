import { defineCommand, type Command } from '../../cli/command.ts';
import { misused } from '../../cli/failure.ts';
import { forEachId, idsOf } from '../../cli/each.ts';
import { segment } from '../../cli/http/api-client.ts';
import { says, type Text } from '../../cli/language.ts';

/** A lane's name is its family and the rest, as in the path of the API. */
const lanePath = (name: string): string => {
  const place = name.indexOf('/');
  if (place < 1 || place === name.length - 1)
    throw misused(`"${name}" is no lane; a lane is called like push/jinzhi. Try: portico lanes list`);
  return `/lanes/${segment(name.slice(0, place))}/${segment(name.slice(place + 1))}`;
};

/** A command that turns a switch of lanes. */
export const laneCommand = (definition: {
  readonly verb: 'pause' | 'resume' | 'reopen';
  readonly summary: string;
  readonly description: string;
  readonly done: Text;
}): Command =>
  defineCommand({
    summary: definition.summary,
    description: [definition.description],
    arguments: [
      {
        name: 'lane',
        help: 'Lanes, such as push/jinzhi; - reads them from standard input.',
        presence: 'many',
        offer: 'lanes',
      },
    ],
    examples: [`portico lanes ${definition.verb} push/jinzhi`],
    run: async ({ args, session }) => {
      const api = await session.api();
      return forEachId(idsOf(args, session, 'name'), session, async (name) => {
        const lane = await api.send('POST', `${lanePath(name)}/${definition.verb}`);
        await session.out.doneOne(
          lane,
          says(`Lane ${name} ${definition.done.en}.`, `通道 ${name} ${definition.done['zh-CN']}。`),
        );
      });
    },
  });
