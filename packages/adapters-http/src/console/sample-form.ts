import type { Instant } from '@portico/core';
import {
  workflowLimits,
  type Completion,
  type InstanceReport,
  type Person,
  type TaskReport,
  type Urgency,
} from '@portico/core/workflow';
import { err, ok, type Result } from 'neverthrow';
import { isWebAddress } from './parts/link-out.ts';
import type { FormErrors } from './platform-form.ts';
import { urgencyWords } from './texts/states.ts';
import type { Texts } from './texts/texts.ts';

/** The form as it is first shown: the example of the manual, under ids that nobody has used. */
export const sampleValues = (id: string): URLSearchParams => {
  const short = id.replaceAll('-', '').slice(-10);
  return new URLSearchParams({
    eventId: `evt-${short}`,
    instanceId: `S-${short}`,
    taskId: `T-${short}`,
    subject: '张三的请假申请',
    processId: 'leave',
    processName: '请假审批',
    category: 'approval',
    nodeName: '辅导员审批',
    initiator: '20210001 张三 计算机学院',
    assignees: 'T001 李老师 计算机学院',
    urgency: 'normal',
    completion: 'any',
    pcLink: `https://oa.example.edu/t/${short}`,
  });
};

const personOf = (line: string): Person | null => {
  const [id, name, ...department] = line.trim().split(/\s+/);
  if (
    id === undefined ||
    id === '' ||
    name === undefined ||
    id.length > workflowLimits.id ||
    name.length > workflowLimits.name
  )
    return null;
  return { id, name, department: department.length === 0 ? null : department.join(' ').slice(0, workflowLimits.name) };
};

export interface SampleFacts {
  readonly eventId: string;
  readonly instance: InstanceReport;
  readonly task: TaskReport;
}

const mostAssignees = 20;

/** The form's facts as instance and task; or what is wrong, by field. */
export const readSampleForm = (
  form: URLSearchParams,
  at: Instant,
  { tryIt: texts }: Texts,
): Result<SampleFacts, FormErrors> => {
  const errors: Record<string, string> = {};
  const text = (name: string, limit: number): string => {
    const value = form.get(name)?.trim() ?? '';
    if (value === '') errors[name] = texts.needed;
    else if (value.length > limit) errors[name] = texts.tooLong(limit);
    return value;
  };
  const { id, name, subject, url } = workflowLimits;
  const facts = {
    eventId: text('eventId', id),
    instanceId: text('instanceId', id),
    taskId: text('taskId', id),
    subject: text('subject', subject),
    processId: text('processId', id),
    processName: text('processName', name),
    category: text('category', name),
    nodeName: text('nodeName', name),
    pc: text('pcLink', url),
  };
  if (facts.pc !== '' && !isWebAddress(facts.pc)) errors['pcLink'] = texts.badLink;
  const initiator = personOf(form.get('initiator') ?? '');
  if (initiator === null) errors['initiator'] = texts.badAssignee;
  const lines = (form.get('assignees') ?? '').split('\n').filter((line) => line.trim() !== '');
  const assignees = lines
    .slice(0, mostAssignees)
    .map(personOf)
    .filter((person) => person !== null);
  if (assignees.length === 0 || assignees.length !== lines.length) errors['assignees'] = texts.badAssignee;
  const urgency = form.get('urgency') ?? '';
  if (!Object.hasOwn(urgencyWords, urgency)) errors['urgency'] = texts.badChoice;
  const completion = form.get('completion') ?? '';
  if (completion !== 'any' && completion !== 'all') errors['completion'] = texts.badChoice;
  if (Object.keys(errors).length > 0) return err(errors);
  // Whole seconds, as engines report them.
  const started = at - (at % 1000);
  return ok({
    eventId: facts.eventId,
    instance: {
      id: facts.instanceId,
      processId: facts.processId,
      processName: facts.processName,
      processVersion: null,
      category: facts.category,
      subject: facts.subject,
      status: 'running',
      initiator,
      startedAt: started,
      endedAt: null,
    },
    task: {
      id: facts.taskId,
      nodeId: 'n2',
      nodeName: facts.nodeName,
      subject: facts.subject,
      sceneCode: facts.processId,
      taskType: facts.category,
      urgency: urgency as Urgency,
      completion: completion as Completion,
      assignees,
      links: { pc: facts.pc, mobile: null },
      createdAt: started,
      dueAt: null,
    },
  });
};
