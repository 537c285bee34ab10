import type { ProfileInput } from '../../profile/profile-document.ts';
import {
  jsonSetting,
  nobodysKey,
  optionalSecret,
  refuseLongAddress,
  requiredText,
  textSetting,
  urgencyMap,
} from '../setting.ts';

// A to-do of one person has a model id of its own, so that whatever `optType` means, nobody else's is touched.
const modelId =
  'settings.hashIds ? truncate(hash("sha256", task.id + "\\n" + handler.person.id, "hex"), 32) : joinId(task.id, handler.person.id, 255)';

const target = (person: string): string =>
  `\${json(settings.targetKey == "PersonNo" ? {"PersonNo": ${person}} : settings.targetKey == "Id" ? {"Id": ${person}} : {"LoginName": ${person}})}`;

const identity = { modelName: '${settings.modelName}', modelId: `\${${modelId}}` };
const targets = target('handler.person.id');

const shown = {
  subject: '${truncate(task.subject, int(settings.subjectLength))}',
  link: '${task.links.pc}',
  mobileLink: '${orElse(task.links.mobile, task.links.pc)}',
  padLink: '${orElse(task.links.mobile, task.links.pc)}',
  type: 1,
  level: '${lookup(settings.levels, task.urgency, 3)}',
};

const calling = (operation: string, json: unknown) => ({
  path: `\${settings.path}/${operation}`,
  body: { json },
});

const listing = 'parseJson(body.message)[settings.listField]';

/** 蓝凌 Landray EKP, sysNotifyTodo; docs/reference/platforms/landray-ekp.md. */
export const landrayEkpProfile: ProfileInput = {
  name: { 'zh-CN': '蓝凌 EKP 待办', en: 'Landray EKP to-dos' },
  capabilities: {
    units: ['assignee'],
    // Whether a second creation makes a second to-do is not published: what got lost is looked up instead.
    identity: false,
    readBack: true,
    reopen: 'recreate',
    createsDone: false,
    settlingMs: 2_000,
  },
  settings: [
    requiredText('modelName', { 'zh-CN': '模块名（modelName）', en: 'Model name' }, { max: 200 }),
    textSetting('appName', { 'zh-CN': '应用名称（appName）', en: 'Application name' }, { max: 200 }),
    textSetting(
      'userName',
      { 'zh-CN': 'Basic 用户名', en: 'Basic user' },
      { help: { 'zh-CN': '服务端启用 HTTP Basic 时填写', en: 'Where the server has HTTP Basic switched on' } },
    ),
    optionalSecret('password', { 'zh-CN': 'Basic 密码', en: 'Basic password' }),
    {
      name: 'targetKey',
      label: { 'zh-CN': '人员标识', en: 'What names a person' },
      type: 'choice',
      choices: ['LoginName', 'PersonNo', 'Id'],
      default: 'LoginName',
    },
    textSetting(
      'doneOptType',
      { 'zh-CN': '置为已办的 optType', en: 'optType that completes' },
      {
        default: '2',
        help: {
          'zh-CN': '2 与 targets 一起使用；含义未公布，请现场确认',
          en: '2 goes with targets; what it means is not published, so check it on site',
        },
      },
    ),
    textSetting(
      'deleteOptType',
      { 'zh-CN': '删除的 optType', en: 'optType that deletes' },
      {
        help: {
          'zh-CN': '现场确认后填写（常见为 1）；留空则拒绝删除',
          en: 'Set it once it was checked on site (1 is common); nothing is deleted while it is empty',
        },
      },
    ),
    textSetting('openListType', { 'zh-CN': '待办列表 type', en: 'Type of the open list' }, { default: '0' }),
    textSetting('doneListType', { 'zh-CN': '已办列表 type', en: 'Type of the finished list' }, { default: '-1' }),
    textSetting('listField', { 'zh-CN': '列表字段', en: 'Field of the list' }, { default: 'docs', min: 1 }),
    textSetting(
      'idField',
      { 'zh-CN': '列表中的 modelId 字段', en: 'Field of the model id' },
      { default: 'modelId', min: 1 },
    ),
    textSetting(
      'pagesField',
      { 'zh-CN': '总页数字段', en: 'Field of the page count' },
      { default: 'pageCount', min: 1 },
    ),
    urgencyMap(
      'levels',
      { 'zh-CN': '紧急程度对照（level）', en: 'Levels' },
      { low: 3, normal: 3, urgent: 2, critical: 1 },
    ),
    {
      name: 'hashIds',
      label: { 'zh-CN': '使用 32 位摘要主键', en: 'Ids as 32 hexadecimal digits' },
      type: 'boolean',
      default: false,
      help: {
        'zh-CN': '服务端的 modelId 列较短时开启；开启后已有待办需重推',
        en: 'For servers whose modelId column is short; what was shown before is not found any more',
      },
    },
    {
      name: 'subjectLength',
      label: { 'zh-CN': '标题最大长度', en: 'Longest subject' },
      type: 'integer',
      default: 250,
      min: 20,
      max: 500,
    },
    textSetting(
      'path',
      { 'zh-CN': '接口路径', en: 'Path' },
      { max: 500, default: '/api/sys-notify/sysNotifyTodoRestService' },
    ),
    jsonSetting('missingTexts', { 'zh-CN': '待办不存在的提示', en: 'Texts of a missing to-do' }, ['待办不存在'], {
      'zh-CN': 'message 含其一即视为不存在',
      en: 'One of them in message says that it is not there',
    }),
    jsonSetting('refusedTexts', { 'zh-CN': '永久失败的提示', en: 'Texts of a refusal' }, ['参数错误', '人员不存在'], {
      'zh-CN': 'message 含其一即不再重试',
      en: 'One of them in message parks it',
    }),
  ],
  headers: {
    Authorization:
      '${settings.userName == null ? null : "Basic " + base64(settings.userName + ":" + orElse(secrets.password, ""))}',
  },
  operations: {
    assignee: {
      create: {
        request: calling('sendTodo', {
          ...identity,
          ...shown,
          targets,
          appName: '${settings.appName}',
          createTime: '${localTime(task.createdAt)}',
        }),
        refuse: [refuseLongAddress],
      },
      update: { request: calling('updateTodo', { ...identity, ...shown }), refuse: [refuseLongAddress] },
      // `setTodoDone` says nothing but that: what else has changed is told before it.
      complete: {
        request: calling('updateTodo', { ...identity, ...shown }),
        afterwards: [{ when: 'true', run: 'setDone' }],
        refuse: [
          refuseLongAddress,
          {
            when: 'settings.doneOptType == null',
            pointer: '/settings/doneOptType',
            message: 'is not set: nothing can be completed',
          },
        ],
      },
      withdraw: {
        request: calling('deleteTodo', {
          ...identity,
          optType: '${int(orElse(settings.deleteOptType, "0"))}',
          targets: `\${settings.deleteOptType == "2" ? ${targets.slice(2, -1)} : null}`,
        }),
        refuse: [
          {
            when: 'settings.deleteOptType == null',
            pointer: '/settings/deleteOptType',
            message:
              'is not set: a wrong one could delete to-dos of other people, so nothing is deleted until it was checked on site',
          },
        ],
      },
      verify: {
        request: calling('getTodo', {
          targets,
          type: '${int(orElse(variant, settings.openListType))}',
          rowSize: 50,
          pageNo: '${page}',
        }),
        variants: '[settings.openListType, settings.doneListType]',
        more: `page < int(parseJson(body.message)[settings.pagesField])`,
        state: 'variant == settings.doneListType ? "done" : "open"',
        differs: `${listing}.exists(doc, doc[settings.idField] == (${modelId}) && doc.subject != null && doc.subject != truncate(task.subject, int(settings.subjectLength)))`,
        answers: [
          {
            when: `body.returnState == 2 && ${listing}.exists(doc, doc[settings.idField] == (${modelId}))`,
            outcome: 'done',
          },
          { when: `body.returnState == 2 && size(${listing}) >= 0`, outcome: 'missing' },
          {
            when: 'body.returnState == 2',
            outcome: 'refused',
            reason: 'the list cannot be read: ${truncate(text, 300)}',
          },
        ],
      },
    },
  },
  prepare: {
    setDone: {
      request: calling('setTodoDone', {
        ...identity,
        optType: '${int(orElse(settings.doneOptType, "0"))}',
        targets: `\${settings.doneOptType == "2" ? ${targets.slice(2, -1)} : null}`,
      }),
    },
  },
  test: {
    request: calling('getTodoCount', {
      targets: target(`"${nobodysKey}"`),
      type: '${int(settings.openListType)}',
    }),
  },
  answers: [
    {
      when: 'status == 401 || status == 403',
      outcome: 'credentials',
      reason: 'HTTP ${status}: user or password of HTTP Basic',
    },
    { when: 'body.returnState == 2', outcome: 'done' },
    { when: 'settings.missingTexts.exists(part, body.message.contains(part))', outcome: 'missing' },
    {
      when: 'settings.refusedTexts.exists(part, body.message.contains(part))',
      outcome: 'refused',
      reason: '${body.message}',
    },
    {
      when: 'status < 300 && body.returnState != null',
      outcome: 'failed',
      reason: '${body.returnState}: ${body.message}',
    },
  ],
};
