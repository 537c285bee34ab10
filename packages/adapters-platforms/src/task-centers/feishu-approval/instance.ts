/** What an instance and its tasks look like to Feishu: the templates of the profile, apart from how they are sent. */

/** Unlike any instance's own id, which must not be that of a task. */
export const taskId = '"task-" + joinId(each.task.id, each.handler.person.id, 200)';

const titleKey = (task: string) => `"@i18n@t" + truncate(hash("sha256", ${task}.id, "hex"), 24)`;

/** Whoever has no id there any more is left out: the core lets that pass for those alone who have finished. */
export const shownTodos = 'todos.filter(each, each.handler.person.remoteId != null)';

const openLink = '(size(tasks) > 0 && tasks[0].links.pc != "" ? tasks[0].links.pc : settings.homeUrl)';

const urgency =
  '(tasks.exists(each, each.urgency == "critical") ? "特急" : tasks.exists(each, each.urgency == "urgent") ? "紧急" : "普通")';

const person = (of: string) => ({
  open_id: `\${settings.idType == "open_id" ? ${of}.remoteId : null}`,
  user_id: `\${settings.idType == "user_id" ? ${of}.remoteId : null}`,
});

const result =
  '(each.handler.state == "open" ? "PENDING" : lookup(settings.resultMap, each.task.result, settings.doneStatus))';

const tasks = {
  $each: shownTodos,
  as: 'each',
  item: {
    task_id: `\${${taskId}}`,
    ...person('each.handler.person'),
    title: `\${${titleKey('each.task')}}`,
    links: { pc_link: '${each.task.links.pc}', mobile_link: '${orElse(each.task.links.mobile, each.task.links.pc)}' },
    status: `\${${result}}`,
    create_time: '${string(each.task.createdAt)}',
    end_time: '${each.handler.state == "open" ? "0" : string(orElse(each.task.finishedAt, each.handler.since))}',
    update_time: '${string(call.version)}',
    action_context: '${json({"taskId": each.task.id, "assigneeId": each.handler.person.id})}',
    action_configs: '${each.handler.state == "open" ? settings.actionConfigs : null}',
    node_id: '${each.task.nodeId}',
    node_name: '${truncate(each.task.nodeName, 200)}',
  },
};

const texts = `[
  {"key": "@i18n@title", "value": truncate(instance.subject, 200)},
  {"key": "@i18n@process", "value": "流程"},
  {"key": "@i18n@processName", "value": truncate(instance.processName, 200)},
  {"key": "@i18n@urgency", "value": "紧急程度"},
  {"key": "@i18n@urgencyName", "value": ${urgency}},
  {"key": "@i18n@user", "value": truncate(orElse(instance.initiator.name, settings.systemName), 100)}
] + tasks.map(each, {"key": ${titleKey('each')}, "value": truncate(each.subject, 200)})`;

const common = {
  approval_code: '${settings.approvalCode}',
  instance_id: '${instance.id}',
  links: { pc_link: `\${${openLink}}`, mobile_link: `\${${openLink}}` },
  title: '@i18n@title',
  form: [
    { name: '@i18n@process', value: '@i18n@processName' },
    { name: '@i18n@urgency', value: '@i18n@urgencyName' },
  ],
  ...person('instance.initiator'),
  user_name: '${instance.initiator.remoteId == null ? "@i18n@user" : null}',
  start_time: '${string(orElse(instance.startedAt, call.version))}',
  end_time: '${string(orElse(instance.endedAt, 0))}',
  update_time: '${string(call.version)}',
  update_mode: '${settings.updateMode}',
  i18n_resources: [{ locale: 'zh-CN', is_default: true, texts: `\${${texts}}` }],
};

export const shownInstance = { ...common, status: '${tables.status[instance.status]}', task_list: tasks };

/** Taken out of everybody's lists. */
export const deletedInstance = { ...common, status: 'DELETED', task_list: [] };

/** What Feishu is asked about: whether it has the instance and all its tasks, as new as `version` says. */
export const checked = (version: string) => ({
  instances: [
    {
      instance_id: '${instance.id}',
      update_time: version,
      tasks: { $each: shownTodos, as: 'each', item: { task_id: `\${${taskId}}`, update_time: version } },
    },
  ],
});
