import { openNeglected } from '../test/helpers/neglected-account.ts';

/**
 * Keeps the neglected account of the tests running, to work on by hand in another terminal; Ctrl-C ends it.
 * Needs `dist/` (npm run build). Run: node --import tsx bench/neglected-account.ts
 */
const bench = await openNeglected();
process.stdout.write(
  `A neglected account waits at ${bench.front.url}. In another terminal:
  node dist/main.js rehearse --endpoint ${bench.front.url} -- check
Whoever did their part by hand, like enrolling a device: with the AWS CLI and --endpoint-url ${bench.front.url}.
`,
);
await new Promise((resolve) => process.once('SIGINT', resolve));
await bench.stop();
