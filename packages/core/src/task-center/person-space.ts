import type { ConfigField, SettingsIssue, TaskCenterPlatform } from './platform.ts';
import type { Platform } from './ports.ts';

/** The setting that every kind with `people: 'mapped'` has. */
export const personSpaceField: ConfigField = {
  name: 'personSpace',
  label: { 'zh-CN': '人员映射空间', en: 'Space of person mappings' },
  help: {
    'zh-CN': '平台人员编号从哪个映射空间取；同一企业的多个平台可共用一个。默认为平台编码。',
    en: 'Which mappings give the platform’s own ids of people; platforms of one corporation may share them. The platform’s code unless given.',
  },
  type: 'string',
  required: false,
  default: null,
  min: null,
  max: 63,
  choices: null,
};

/** Settings of a kind with that of the space among them. */
export const withPersonSpace = (
  fields: readonly ConfigField[],
  { people }: Pick<TaskCenterPlatform['capabilities'], 'people'>,
): readonly ConfigField[] =>
  people === 'own' || fields.some(({ name }) => name === personSpaceField.name)
    ? fields
    : [...fields, personSpaceField];

export const isPersonSpace = (space: string): boolean => /^[a-z0-9-]{1,63}$/.test(space);

/** What is wrong with a platform's choice of a space; null when nothing is. */
export const personSpaceIssue = ({ settings }: Pick<Platform, 'settings'>): SettingsIssue | null => {
  const { personSpace = null } = settings;
  return personSpace === null || personSpace === '' || (typeof personSpace === 'string' && isPersonSpace(personSpace))
    ? null
    : { pointer: '/settings/personSpace', message: 'must be 1 to 63 characters of a-z, 0-9 and -' };
};

/** Where a platform's people are looked up; platforms without mappings have none. */
export const personSpaceOf = (
  { code, settings }: Pick<Platform, 'code' | 'settings'>,
  { capabilities }: Pick<TaskCenterPlatform, 'capabilities'>,
): string | null => {
  if (capabilities.people === 'own') return null;
  const { personSpace } = settings;
  return typeof personSpace === 'string' && isPersonSpace(personSpace) ? personSpace : code;
};
