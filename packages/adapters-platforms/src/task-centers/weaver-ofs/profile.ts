import type { ProfileInput } from '../../profile/profile-document.ts';
import { nobodysKey, refuseLongAddress, requiredText, systemUser, textSetting, urgencyMap } from '../setting.ts';

const path = (name: string, label: { readonly 'zh-CN': string; readonly en: string }, operation: string) =>
  textSetting(name, label, { max: 1_000, default: `/rest/ofs/${operation}` });

const upsert = {
  request: {
    path: '${settings.path}',
    body: {
      json: {
        syscode: '${settings.syscode}',
        flowid: '${task.id}',
        requestname: '${truncate(task.subject, 500)}',
        workflowname: '${truncate(instance.processName, 200)}',
        nodename: '${truncate(task.nodeName, 200)}',
        pcurl: '${task.links.pc}',
        appurl: '${task.links.mobile == null ? "" : task.links.mobile}',
        isremark: '${state == "open" ? "0" : instance.status == "running" ? "2" : "4"}',
        viewtype: '0',
        creator: '${orElse(instance.initiator.id, settings.systemUser)}',
        createdatetime: '${localTime(orElse(instance.startedAt, task.createdAt))}',
        receiver: '${handler.person.id}',
        receivedatetime: '${localTime(task.createdAt)}',
        receivets: '${string(call.version)}',
        '${settings.urgencyField}': '${lookup(settings.urgencyMap, task.urgency, "0")}',
      },
    },
  },
  refuse: [refuseLongAddress],
};

const deleting = (flowid: string, userid: string) => ({
  request: { path: '${settings.deletePath}', body: { json: { syscode: '${settings.syscode}', flowid, userid } } },
});

/** 泛微 Ecology 统一待办中心 (OFS); docs/reference/platforms/weaver-ofs.md. */
export const weaverOfsProfile: ProfileInput = {
  name: { 'zh-CN': '泛微统一待办中心（OFS）', en: 'Weaver Ecology OFS' },
  capabilities: { units: ['assignee'], identity: true, readBack: false, reopen: 'update', createsDone: true },
  settings: [
    requiredText('syscode', { 'zh-CN': '异构系统标识（syscode）', en: 'System code' }),
    textSetting(
      'urgencyField',
      { 'zh-CN': '紧急程度字段', en: 'Urgency field' },
      {
        help: {
          'zh-CN': '例如 requestlevel；留空则不推送紧急程度',
          en: 'For example requestlevel; the urgency is not sent while this is empty',
        },
      },
    ),
    urgencyMap(
      'urgencyMap',
      { 'zh-CN': '紧急程度对照', en: 'Urgencies' },
      { low: '3', normal: '0', urgent: '1', critical: '2' },
    ),
    path('path', { 'zh-CN': '接收接口路径', en: 'Path of the receiving call' }, 'ReceiveRequestInfoByJson'),
    path('deletePath', { 'zh-CN': '删除接口路径', en: 'Path of the deleting call' }, 'deleteUserRequestInfoByJson'),
    systemUser,
  ],
  operations: { assignee: { create: upsert, withdraw: deleting('${task.id}', '${handler.person.id}') } },
  test: deleting(nobodysKey, nobodysKey),
  answers: [
    { when: 'body.operResult == "1"', outcome: 'done' },
    { when: 'body.message.startsWith("流程数据不存在")', outcome: 'missing' },
    {
      when: 'status == 403',
      outcome: 'credentials',
      reason: 'HTTP 403: the address of Portico is probably not on the whitelist',
    },
    { when: 'body.message.startsWith("异构系统未注册")', outcome: 'credentials', reason: '${body.message}' },
    { when: 'body.message.startsWith("参数错误")', outcome: 'refused', reason: '${body.message}' },
    { when: 'status < 300 && body.operResult != null', outcome: 'failed', reason: '${body.message}' },
  ],
};
