import type { ProfileInput } from '../profile/profile-document.ts';

type Setting = NonNullable<ProfileInput['settings']>[number];
type Label = Setting['label'];

/** The settings that several kinds have, in the same words. */
export const textSetting = (name: string, label: Label, more: Partial<Setting> = {}): Setting => ({
  name,
  label,
  type: 'string',
  max: 64,
  ...more,
});

export const requiredText = (name: string, label: Label, more: Partial<Setting> = {}): Setting =>
  textSetting(name, label, { required: true, min: 1, ...more });

export const secretSetting = (name: string, label: Label): Setting => ({
  name,
  label,
  type: 'secret',
  required: true,
  min: 1,
  max: 500,
});

export const optionalSecret = (name: string, label: Label): Setting => ({
  ...secretSetting(name, label),
  required: false,
});

/** A setting that holds lists or bodies; `{name}` in it is filled in where the profile says so. */
export const jsonSetting = (name: string, label: Label, value: object, help: Label): Setting => ({
  name,
  label,
  type: 'json',
  default: value,
  help,
});

export const urgencyMap = (name: string, label: Label, values: Readonly<Record<string, string | number>>): Setting => ({
  name,
  label,
  type: 'json',
  default: values,
  help: {
    'zh-CN': '各紧急程度（low、normal、urgent、critical）对应的值',
    en: 'The value for each of low, normal, urgent and critical',
  },
});

/** Whom a platform is told as sender where the process names nobody. */
export const systemUser: Setting = textSetting(
  'systemUser',
  { 'zh-CN': '默认发起人编号', en: 'Default sender' },
  {
    default: 'system',
    help: { 'zh-CN': '流程没有发起人时使用的人员编号', en: 'The person id to send where a process has no initiator' },
  },
);

/** A key that no real to-do has, for calls that must change nothing. */
export const nobodysKey = 'portico-connection-test';

export const refuseLongAddress = {
  when: 'size(task.links.pc) > 2000',
  pointer: '/task/links/pc',
  message: 'is longer than the 2000 characters that the platform takes',
};
