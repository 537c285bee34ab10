const oldestNode = 20;

/** Says in one line that this Node is too old, instead of failing on the first thing it does not know. */
export function requireHostNode() {
  const [major] = process.versions.node.split('.');
  if (Number(major) >= oldestNode) return;
  process.stderr.write(
    `Portico needs Node ${oldestNode} or newer to start; this is Node ${process.versions.node}. See https://nodejs.org\n`,
  );
  process.exit(1);
}
