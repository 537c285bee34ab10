import type { ProfileInput } from '../../profile/profile-document.ts';
import { nobodysKey, refuseLongAddress, requiredText, secretSetting, textSetting, urgencyMap } from '../setting.ts';

const taskId = '${joinId(task.id, handler.person.id, 255)}';

const shown = {
  app_id: '${settings.appId}',
  task_id: taskId,
  subject: '${truncate(task.subject, 500)}',
  biz_key: '${instance.id}',
  biz_domain: '${settings.bizDomain}',
  appName: '${settings.appName}',
  priority: '${lookup(settings.priorityMap, task.urgency, 3)}',
  assignments: [
    {
      assign_id: '${handler.person.id}',
      assign_name: '${truncate(handler.person.name, 100)}',
      assign_dept: '${truncate(handler.person.department, 200)}',
    },
  ],
  created_by_ids: '${instance.initiator.id}',
  created_by_names: '${truncate(instance.initiator.name, 200)}',
  created_by_depts: '${truncate(instance.initiator.department, 200)}',
  created_on: '${localTime(task.createdAt)}',
  form_url: '${task.links.pc}',
  form_url_view: '${task.links.pc}',
  form_mobile_url: '${task.links.mobile}',
  form_mobile_url_view: '${task.links.mobile}',
  node_id: '${task.nodeId}',
  node_name: '${truncate(task.nodeName, 200)}',
  process_id: '${instance.processId}',
  process_name: '${truncate(instance.processName, 200)}',
  process_version: '${truncate(instance.processVersion, 32)}',
  process_instance_id: '${instance.id}',
  process_instance_subject: '${truncate(instance.subject, 500)}',
  process_instance_status: '${instance.status == "running" ? "RUNNING" : "COMPLETE"}',
  process_instance_initiator: '${truncate(instance.initiator.name, 200)}',
  process_instance_initiator_id: '${instance.initiator.id}',
  process_instance_initiator_dp: '${truncate(instance.initiator.department, 200)}',
};

const sending = (list: 'inserttasks' | 'updatetasks', items: unknown) => ({
  path: '${settings.path}',
  headers: { appId: '${settings.appId}', accessToken: '${secrets.accessToken}' },
  body: { form: { appId: '${settings.appId}', taskInfo: { [list]: items } } },
});

const inserting = {
  request: sending('inserttasks', '${items}'),
  item: {
    ...shown,
    status: '${state == "done" ? "COMPLETE" : "ACTIVE"}',
    end_on: '${state == "done" ? localTime(orElse(task.finishedAt, handler.since)) : null}',
  },
  refuse: [refuseLongAddress],
};

/** 金智 (Wisedu) task center, generation 1; docs/reference/platforms/jinzhi.md. */
export const jinzhiProfile: ProfileInput = {
  name: { 'zh-CN': '金智任务中心（第一代）', en: 'Wisedu task center (generation 1)' },
  capabilities: {
    units: ['assignee'],
    identity: true,
    readBack: false,
    reopen: 'update',
    createsDone: true,
    maxBatch: 100,
  },
  settings: [
    requiredText('appId', { 'zh-CN': '应用编号（appId）', en: 'Application id' }),
    secretSetting('accessToken', { 'zh-CN': '访问令牌（accessToken）', en: 'Access token' }),
    textSetting('appName', { 'zh-CN': '应用名称', en: 'Application name' }, { max: 100 }),
    textSetting('bizDomain', { 'zh-CN': '业务域', en: 'Business domain' }),
    textSetting(
      'path',
      { 'zh-CN': '接口路径', en: 'Path' },
      {
        max: 1_000,
        default: '/taskcenterapp/sys/taskCenter/taskReceive/pushTask.do',
        help: { 'zh-CN': '学校网关改写地址时填写', en: 'Where a gateway of the school rewrites the address' },
      },
    ),
    urgencyMap(
      'priorityMap',
      { 'zh-CN': '紧急程度对照', en: 'Priorities' },
      { low: 0, normal: 3, urgent: 2, critical: 1 },
    ),
  ],
  operations: {
    assignee: {
      create: inserting,
      // Inserting a known key replaces it, and opens it again.
      update: inserting,
      complete: {
        request: sending('updatetasks', '${items}'),
        item: {
          ...shown,
          status: 'COMPLETE',
          // Who of several competing people acted is not told; where all must act, each acted for themselves.
          actual_owner_id: '${task.completion == "all" ? handler.person.id : null}',
          actual_owner_name: '${task.completion == "all" ? truncate(handler.person.name, 200) : null}',
          actual_owner_dept: '${task.completion == "all" ? truncate(handler.person.department, 200) : null}',
          end_on: '${localTime(orElse(task.finishedAt, handler.since))}',
          process_instance_ent_date: '${localTime(instance.endedAt)}',
        },
        refuse: [refuseLongAddress],
      },
      withdraw: {
        request: sending('updatetasks', '${items}'),
        item: {
          app_id: '${settings.appId}',
          task_id: taskId,
          process_instance_id: '${instance.id}',
          task_delete_flag: 1,
          process_delete_flag: 1,
        },
      },
    },
  },
  test: {
    request: sending('updatetasks', [
      { app_id: '${settings.appId}', task_id: nobodysKey, task_delete_flag: 1, process_delete_flag: 1 },
    ]),
  },
  answers: [
    { when: 'body.push_result == "SUCCESS"', outcome: 'done' },
    { when: 'body.push_msg.startsWith("任务不存在")', outcome: 'missing' },
    { when: 'body.push_msg.startsWith("应用认证失败")', outcome: 'credentials', reason: '${body.push_msg}' },
    {
      when: 'body.push_msg.startsWith("参数错误") || body.push_msg.startsWith("应用未注册")',
      outcome: 'refused',
      reason: '${body.push_msg}',
    },
    {
      when: 'status < 300 && body.push_result != null',
      outcome: 'failed',
      reason: '${body.push_result}: ${body.push_msg}',
    },
  ],
};
