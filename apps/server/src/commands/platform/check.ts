import { defineCommand } from '../../cli/command.ts';
import { checkOptions } from './check-options.ts';

export const check = defineCommand({
  summary: 'Check a profile against recorded answers or a test system, and write a report',
  description: [
    'Goes through what Portico needs of a platform: that a to-do can be shown, changed, finished, opened again and withdrawn, that doubled and late requests do no harm, that dead tokens, wrong credentials and unknown people are recognised.',
    'Writes report.md and report.json with every request and its answer, secrets hidden: something that a school can hand its vendor. Ends with 0 when nothing is broken.',
    'A live check makes to-dos for the test person only, takes each away again, and stops at once when it cannot sign in. Use a test system.',
  ],
  arguments: [
    {
      name: 'profile',
      help: 'A file with a profile, or the name of a built-in kind.',
      presence: 'one',
      offer: 'files',
    },
  ],
  reach: 'here',
  options: checkOptions,
  examples: [
    'portico platform check school.json --samples school-samples',
    'portico platform check school.json --live --base-url https://todo-test.example.edu --set app=oa --secret-env token=TODO_TOKEN --test-person 20210001 --record school-samples',
    'portico platform check dingtalk-todo --sandbox',
  ],
  // Loaded when it is called: help and completion do without profiles and sandboxes.
  run: async ({ args: [profile = ''], options, session }) =>
    (await import('./check-profile.ts')).checkProfile(profile, options, session),
});
