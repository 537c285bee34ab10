import { createChildren } from './children.ts';

/** Starts a process that starts another, says which, and stays until it is killed. */
const [, , folder = '.'] = process.argv;
const child = createChildren(folder).start({
  name: 'left-behind',
  command: '/bin/sh',
  args: ['-c', 'sleep 600 & echo $! > inner; sleep 600'],
  env: {},
  cwd: folder,
});
process.send?.(child.pid);
setInterval(() => {}, 60_000);
