import { startSandboxes } from '../start-sandboxes.ts';

const sandboxes = await startSandboxes({ port: 0, dataDir: process.argv[2] ?? '', kinds: ['weaver-ofs'] });
process.send?.({ url: sandboxes.baseUrl('weaver-ofs'), syscode: sandboxes.credentials('weaver-ofs')['syscode'] });
