/**
 * The start script of an app: plain sh without any other program, so that an almost empty machine can run it. It takes the Node beside
 * it, or the one of the system where there is none.
 * @param {string} app its folder under `apps/`
 * @param {readonly string[]} flags for Node
 */
export const launcher = (app, flags) => `#!/bin/sh
case $0 in
  */*) here=\${0%/*} ;;
  *) here=. ;;
esac
node=$here/node
[ -x "$node" ] || node=node
exec "$node"${flags.map((flag) => ` ${flag}`).join('')} "$here/app/apps/${app}/dist/main.js" "$@"
`;
