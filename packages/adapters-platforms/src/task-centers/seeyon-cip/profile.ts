import type { ProfileInput } from '../../profile/profile-document.ts';
import { jsonSetting, optionalSecret, refuseLongAddress, requiredText, systemUser, textSetting } from '../setting.ts';

const rest = (path: string): string => `/seeyon/rest/${path}`;
const taskId = '${joinId(task.id, handler.person.id, 255)}';
const senderId = '${orElse(instance.initiator.id, settings.systemUser)}';

/** Whether the reasons that an answer gives hold one of a setting's texts. */
const says = (setting: string): string =>
  `body.success == false && settings.${setting}.exists(part, json(body).lowerAscii().contains(part))`;

const pending = {
  registerCode: '${settings.registerCode}',
  taskId,
  title: '${truncate(task.subject, int(settings.titleLength))}',
  thirdSenderId: senderId,
  senderName: '${truncate(orElse(instance.initiator.name, settings.systemUser), 100)}',
  thirdReceiverId: '${handler.person.id}',
  creationDate: '${localTime(task.createdAt)}',
  state: '${state == "done" ? 1 : 0}',
  subState:
    '${state == "done" ? (instance.status == "rejected" ? 3 : lookup(settings.subStates, orElse(task.result, ""), 0)) : null}',
  url: '${task.links.pc}',
  h5url: '${task.links.mobile}',
  noneBindingSender: '${settings.noneBinding ? orElse(instance.initiator.id, settings.systemUser) : null}',
  noneBindingReceiver: '${settings.noneBinding ? handler.person.id : null}',
};

const receive = {
  request: {
    path: '${size(items) > 1 ? settings.batchPath : settings.path}',
    body: {
      json: { $if: 'size(items) > 1', $then: { '${settings.batchField}': '${items}' }, $else: '${items[0]}' },
    },
  },
  item: pending,
  refuse: [refuseLongAddress],
  // How one of several fails is not published: each goes alone then, and has an answer of its own.
  answers: [
    {
      when: 'size(items) > 1 && body.success == false',
      outcome: 'refused' as const,
      reason: '${json(body.errorMsgs)}',
    },
  ],
};

/** The body of `updatePendingState` is not published. */
const updating = (setting: string) => ({
  request: { path: '${settings.statePath}', body: { json: { $fill: `settings.${setting}`, with: pending } } },
});

/** What else has changed is told before the state, which says nothing but that. */
const completing = {
  request: { path: '${settings.path}', body: { json: pending } },
  refuse: [refuseLongAddress],
  afterwards: [{ when: 'true', run: 'setState' }],
};

/** 致远 Seeyon CIP, third-party to-dos; docs/reference/platforms/seeyon-cip.md. */
export const seeyonCipProfile: ProfileInput = {
  name: { 'zh-CN': '致远 CIP 第三方待办', en: 'Seeyon CIP third-party to-dos' },
  capabilities: {
    units: ['assignee'],
    identity: true,
    readBack: false,
    reopen: 'update',
    createsDone: true,
    maxBatch: 100,
  },
  settings: [
    requiredText('userName', { 'zh-CN': 'REST 用户名', en: 'REST user' }),
    { ...optionalSecret('password', { 'zh-CN': 'REST 密码', en: 'REST password' }), required: true, min: 1 },
    requiredText('registerCode', { 'zh-CN': '注册系统编码', en: 'Register code' }),
    {
      name: 'noneBinding',
      label: { 'zh-CN': '按登录名免绑定', en: 'Match people without binding' },
      type: 'boolean',
      default: true,
      help: {
        'zh-CN':
          '同时发送 noneBindingSender 与 noneBindingReceiver（登录名、人员编码、手机号或邮箱）；人员已在 CIP 绑定时可关闭',
        en: 'Also sends noneBindingSender and noneBindingReceiver (login name, staff code, phone or e-mail); not needed where people are bound in CIP',
      },
    },
    jsonSetting(
      'subStates',
      { 'zh-CN': '处理结果对照', en: 'Results' },
      { 同意: 0, 不同意: 1, 取消: 2, 驳回: 3 },
      {
        'zh-CN': '处理结果对应的 subState：0 同意、1 不同意、2 取消、3 驳回',
        en: 'The subState for each result: 0 agreed, 1 not agreed, 2 cancelled, 3 rejected',
      },
    ),
    jsonSetting(
      'completeBody',
      { 'zh-CN': '办结报文', en: 'Body that completes' },
      { registerCode: '{registerCode}', taskId: '{taskId}', state: 1, subState: '{subState}' },
      {
        'zh-CN': '厂商未公布 updatePendingState 的报文，请向现场确认；{名称} 代入字段值',
        en: 'The vendor does not publish the body of updatePendingState: check it on site; {name} stands for a field’s value',
      },
    ),
    jsonSetting(
      'withdrawBody',
      { 'zh-CN': '撤回报文', en: 'Body that withdraws' },
      { registerCode: '{registerCode}', taskId: '{taskId}', state: 1, subState: 2 },
      {
        'zh-CN': '厂商没有删除接口，默认以“取消”状态撤回',
        en: 'There is no call that deletes: the default says that it was cancelled',
      },
    ),
    textSetting(
      'path',
      { 'zh-CN': '单条接口路径', en: 'Path for one' },
      { max: 500, default: rest('thirdpartyPending/receive') },
    ),
    textSetting(
      'batchPath',
      { 'zh-CN': '批量接口路径', en: 'Path for several' },
      { max: 500, default: rest('thirdpartyPending/receive/pendings') },
    ),
    textSetting('batchField', { 'zh-CN': '批量列表字段', en: 'Field of the list' }, { default: 'pendingList', min: 1 }),
    textSetting(
      'statePath',
      { 'zh-CN': '状态接口路径', en: 'Path for states' },
      { max: 500, default: rest('thirdpartyPending/updatePendingState') },
    ),
    {
      name: 'titleLength',
      label: { 'zh-CN': '标题最大长度', en: 'Longest title' },
      type: 'integer',
      default: 250,
      min: 20,
      max: 500,
    },
    jsonSetting(
      'rejectedTexts',
      { 'zh-CN': '账号被拒的提示', en: 'Texts of rejected credentials' },
      ['密码', '用户名', '账号'],
      {
        'zh-CN': '获取令牌时含其一即视为账号或密码错误',
        en: 'Asked for a token: one of them says that user or password are wrong',
      },
    ),
    jsonSetting(
      'expiredTexts',
      { 'zh-CN': '令牌失效的提示', en: 'Texts of a dead token' },
      ['token', '令牌', '未登录'],
      {
        'zh-CN': 'errorMsgs 含其一（小写）即视为令牌失效',
        en: 'In lower case; one of them in errorMsgs says that the token is dead',
      },
    ),
    jsonSetting(
      'missingTexts',
      { 'zh-CN': '待办不存在的提示', en: 'Texts of a missing to-do' },
      ['待办不存在', '不存在该待办'],
      { 'zh-CN': 'errorMsgs 含其一即视为待办不存在', en: 'One of them in errorMsgs says that it is not there' },
    ),
    jsonSetting(
      'refusedTexts',
      { 'zh-CN': '永久失败的提示', en: 'Texts of a refusal' },
      ['未绑定', '参数错误', '注册系统', '人员不存在'],
      {
        'zh-CN': 'errorMsgs 含其一即不再重试，直到人员映射、配置或待办变更',
        en: 'One of them in errorMsgs parks it until the mapping of people, the settings or the to-do change',
      },
    ),
    systemUser,
  ],
  headers: { token: '${token}' },
  token: {
    request: {
      path: rest('token'),
      body: { json: { userName: '${settings.userName}', password: '${secrets.password}' } },
    },
    answers: [
      { when: 'status == 200 && size(string(body.id)) > 2', outcome: 'done' },
      {
        when: 'status in [401, 403] || status == 200 && (string(body.id) == "-1" || settings.rejectedTexts.exists(part, json(body).contains(part)))',
        outcome: 'credentials',
        reason: 'no token for this user: ${truncate(text, 200)}',
      },
      { when: 'status == 200', outcome: 'failed', reason: 'no token: ${truncate(text, 200)}' },
    ],
    token: 'string(body.id)',
    // How long it lives is not published: it is used until it is rejected.
    expiresInSeconds: null,
  },
  operations: {
    assignee: {
      create: receive,
      complete: completing,
      withdraw: updating('withdrawBody'),
    },
  },
  prepare: { setState: updating('completeBody') },
  answers: [
    { when: 'body.success == true', outcome: 'done' },
    { when: says('missingTexts'), outcome: 'missing' },
    { when: says('refusedTexts'), outcome: 'refused', reason: '${json(body.errorMsgs)}' },
    { when: says('expiredTexts'), outcome: 'expired', reason: '${json(body.errorMsgs)}' },
    { when: 'status < 300 && body.success == false', outcome: 'failed', reason: '${json(body.errorMsgs)}' },
  ],
};
