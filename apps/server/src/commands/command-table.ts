import type { CommandTable } from '../cli/command.ts';

/** Every command. Each is loaded when it is called, and loads only what it needs: calling the API does not wait for a database driver. */
export const commandTable: CommandTable = {
  status: { section: 'operate', load: async () => (await import('./status.ts')).status },
  attention: { section: 'operate', load: async () => (await import('./attention.ts')).attention },
  events: {
    section: 'operate',
    summary: 'Send what engines report',
    commands: { send: async () => (await import('./events/send.ts')).send },
  },
  todos: {
    section: 'operate',
    summary: 'See to-dos and decide about them',
    commands: {
      list: async () => (await import('./todos/list.ts')).list,
      show: async () => (await import('./todos/show.ts')).show,
      push: async () => (await import('./todos/push.ts')).push,
      withdraw: async () => (await import('./todos/withdraw.ts')).withdraw,
      agree: async () => (await import('./todos/agree.ts')).agree,
      ignore: async () => (await import('./todos/ignore.ts')).ignore,
      restore: async () => (await import('./todos/restore.ts')).restore,
    },
  },
  failures: {
    section: 'operate',
    summary: 'See what fails by its causes, and decide about a whole group',
    commands: {
      list: async () => (await import('./failures/list.ts')).list,
      objects: async () => (await import('./failures/objects.ts')).objects,
      decide: async () => (await import('./failures/decide.ts')).decide,
    },
  },
  repush: { section: 'operate', load: async () => (await import('./repush.ts')).repush },
  sweep: {
    section: 'operate',
    summary: 'Compare platforms with what they should show, and correct them',
    commands: {
      start: async () => (await import('./sweep/start.ts')).start,
      list: async () => (await import('./sweep/list.ts')).list,
      show: async () => (await import('./sweep/show.ts')).show,
    },
  },
  jobs: {
    section: 'operate',
    summary: 'See long work, and stop it or let it go on',
    commands: {
      list: async () => (await import('./jobs/list.ts')).list,
      show: async () => (await import('./jobs/show.ts')).show,
      watch: async () => (await import('./jobs/watch.ts')).watch,
      pause: async () => (await import('./jobs/pause.ts')).pause,
      resume: async () => (await import('./jobs/resume.ts')).resume,
      cancel: async () => (await import('./jobs/cancel.ts')).cancel,
    },
  },
  platforms: {
    section: 'operate',
    summary: 'Connect and look after platforms',
    commands: {
      list: async () => (await import('./platforms/list.ts')).list,
      show: async () => (await import('./platforms/show.ts')).show,
      kinds: async () => (await import('./platforms/kinds.ts')).kinds,
      create: async () => (await import('./platforms/create.ts')).create,
      change: async () => (await import('./platforms/change.ts')).change,
      test: async () => (await import('./platforms/test.ts')).test,
      enable: async () => (await import('./platforms/enable.ts')).enable,
      disable: async () => (await import('./platforms/disable.ts')).disable,
      check: async () => (await import('./platform/check.ts')).check,
      remove: async () => (await import('./platforms/remove.ts')).remove,
    },
  },
  // The same as `platforms check`, for a profile that is no platform yet.
  platform: {
    hidden: true,
    section: 'tool',
    summary: 'Find out whether a platform keeps what Portico needs of it',
    commands: { check: async () => (await import('./platform/check.ts')).check },
  },
  lanes: {
    section: 'operate',
    summary: 'See what waits, and turn the switches',
    commands: {
      list: async () => (await import('./lanes/list.ts')).list,
      pause: async () => (await import('./lanes/pause.ts')).pause,
      resume: async () => (await import('./lanes/resume.ts')).resume,
      reopen: async () => (await import('./lanes/reopen.ts')).reopen,
    },
  },
  logs: {
    section: 'operate',
    summary: 'Read the logs, or follow them',
    commands: {
      pushes: async () => (await import('./logs/pushes.ts')).pushes,
      changes: async () => (await import('./logs/changes.ts')).changes,
      deletions: async () => (await import('./logs/deletions.ts')).deletions,
    },
  },
  statistics: {
    section: 'operate',
    summary: 'See volume, success, causes and growth',
    commands: {
      show: async () => (await import('./statistics/show.ts')).show,
      causes: async () => (await import('./statistics/causes.ts')).causes,
      growth: async () => (await import('./statistics/growth.ts')).growth,
    },
  },
  rules: {
    section: 'operate',
    summary: 'Say which platform gets what',
    commands: {
      list: async () => (await import('./rules/list.ts')).list,
      replace: async () => (await import('./rules/replace.ts')).replace,
    },
  },
  people: {
    section: 'operate',
    summary: 'Say who people are for platforms that know them by ids of their own',
    commands: {
      list: async () => (await import('./people/list.ts')).list,
      import: async () => (await import('./people/import.ts')).importPeople,
      export: async () => (await import('./people/export.ts')).exportPeople,
      remove: async () => (await import('./people/remove.ts')).remove,
    },
  },
  webhooks: {
    section: 'operate',
    summary: 'Tell other systems over HTTP',
    commands: {
      list: async () => (await import('./webhooks/list.ts')).list,
      show: async () => (await import('./webhooks/show.ts')).show,
      create: async () => (await import('./webhooks/create.ts')).create,
      change: async () => (await import('./webhooks/change.ts')).change,
      enable: async () => (await import('./webhooks/enable.ts')).enable,
      disable: async () => (await import('./webhooks/disable.ts')).disable,
      test: async () => (await import('./webhooks/test.ts')).test,
      'rotate-secret': async () => (await import('./webhooks/rotate-secret.ts')).rotateSecret,
      messages: async () => (await import('./webhooks/messages.ts')).messages,
      message: async () => (await import('./webhooks/message.ts')).message,
      replay: async () => (await import('./webhooks/replay.ts')).replay,
      remove: async () => (await import('./webhooks/remove.ts')).remove,
    },
  },
  alerts: {
    section: 'operate',
    summary: 'See alerts, say when somebody is told, and keep them quiet',
    commands: {
      list: async () => (await import('./alerts/list.ts')).list,
      history: async () => (await import('./alerts/history.ts')).history,
      rules: async () => (await import('./alerts/rules.ts')).rules,
      'create-rule': async () => (await import('./alerts/create-rule.ts')).createRule,
      'change-rule': async () => (await import('./alerts/change-rule.ts')).changeRule,
      'remove-rule': async () => (await import('./alerts/remove-rule.ts')).removeRule,
      silences: async () => (await import('./alerts/silences.ts')).silences,
      silence: async () => (await import('./alerts/silence.ts')).silence,
      unsilence: async () => (await import('./alerts/unsilence.ts')).unsilence,
    },
  },
  keys: {
    section: 'operate',
    summary: 'Look after API keys',
    commands: {
      list: async () => (await import('./keys/list.ts')).list,
      create: async () => (await import('./keys/create.ts')).create,
      revoke: async () => (await import('./keys/revoke.ts')).revoke,
    },
  },
  'sign-in': { section: 'operate', load: async () => (await import('./sign-in.ts')).signIn },
  start: { section: 'server', load: async () => (await import('./server/start.ts')).start },
  data: {
    section: 'server',
    summary: 'Move the data of this machine',
    commands: { copy: async () => (await import('./data/copy.ts')).copy },
  },
  login: { section: 'tool', load: async () => (await import('./login.ts')).login },
  logout: { section: 'tool', load: async () => (await import('./logout.ts')).logout },
  completion: { section: 'tool', load: async () => (await import('./completion.ts')).completion },
  'complete-line': {
    section: 'tool',
    hidden: true,
    load: async () => (await import('./complete-line.ts')).completeLine,
  },
  help: { section: 'tool', load: async () => (await import('./help.ts')).help },
  version: { section: 'tool', load: async () => (await import('./version.ts')).showVersion },
};
