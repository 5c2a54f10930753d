import type { Report } from '../model/report.ts';
import { type Block, code, facts, heading, type Line, list, type Section, text } from './block.ts';

/** How whoever takes over goes on. */
export function goOnSection({ goOn, account }: Report): Section {
  return {
    id: 'how-to-go-on',
    title: 'How to go on',
    blocks: [
      text(
        'You need three things: the file, the state, and credentials of an administrator. Commands are run beside the file, as in ',
        code('npx bootstrap-account check'),
        '.',
      ),
      facts(
        [
          'The file',
          [code(goOn.file), ': everything that is wanted. It holds no secret: keep it in a repository.'],
        ],
        ['Template', [code(goOn.template), ': what the file extends, and what holds where it says nothing.']],
        ['State', stateOf(goOn)],
      ),
      heading('Day to day'),
      list(
        days.map(
          ([what, command, after = '.']): Line => [
            `${what}: `,
            code(`bootstrap-account ${command}`),
            ...withCode(after),
          ],
        ),
      ),
      heading('People, programs, roles'),
      list(
        members.map(
          ([what, command, after = '.']): Line => [
            `${what}: `,
            code(`bootstrap-account ${command}`),
            ...withCode(after),
          ],
        ),
      ),
      ...dailyCheck(account, goOn),
      heading('Without this tool'),
      list([
        ['Stop using it: nothing in the account depends on it. All it made stands under Every resource.'],
        [
          'Uninstall: ',
          code(`bootstrap-account destroy --account ${account.id} --keep-admins`),
          '. It shows first what goes; the audit trail, what was there before, and the account settings stay.',
        ],
      ]),
    ],
  };
}

function stateOf({ stateFolder, sharedState }: Report['goOn']): Line {
  const shown = ' It holds no password. See it with ';
  return sharedState === undefined
    ? [
        code(stateFolder),
        ' on the machine this was run on: what the engine knows.',
        shown,
        code('bootstrap-account state where'),
        ', copy it with ',
        code('bootstrap-account state backup'),
        ', share it between machines with ',
        code('bootstrap-account state move'),
        '. If it is lost, apply takes over what is in the account.',
      ]
    : [
        code(sharedState),
        ', shared between machines; ',
        code(stateFolder),
        ' is a working copy.',
        shown,
        code('bootstrap-account state where'),
        '.',
      ];
}

/** What stands between backticks is code; for our own sentences only. */
function withCode(sentence: string): Line {
  return sentence.split('`').map((part, index) => (index % 2 === 1 ? code(part) : part));
}

type Task = readonly [what: string, command: string, after?: string];

const days: readonly Task[] = [
  [
    'What has changed, and who did it',
    'check',
    '. Exit code 0: in sync, 2: something found, 1: not all could be read.',
  ],
  ['Decide about each finding: repair, adopt, remove or accept until a date', 'check --repair'],
  ['What a change of the file would do', 'plan'],
  ['Carry it out; again after a run that broke off', 'apply'],
  ['This document as of today', 'report', '; with `--cis` also against the benchmark.'],
  ['Try a change without an account', 'rehearse'],
];

const members: readonly Task[] = [
  ['Somebody joins', 'person add', '. It writes the file, makes the user, and the welcome sheet.'],
  [
    'Somebody leaves',
    'person remove <person>',
    '. It closes every way in first; with `--keep-days 30` the empty user stays for that long.',
  ],
  ['Who has not enrolled, who was not seen for long', 'person list'],
  ['A program outside AWS needs a key', 'machine add'],
  ['Its key is old', 'machine rotate <machine>', ', and later the same with `--finish`.'],
  ['A program is gone', 'machine remove <machine>'],
  ['A program on an instance needs rights', 'role add <name> --bucket <bucket>', ', then `role attach`.'],
  ['Keys that lie on machines', 'keys scan', ', then `keys migrate` and `keys retire`.'],
];

function dailyCheck({ id, region }: Report['account'], { version }: Report['goOn']): readonly Block[] {
  const pinned = version === undefined ? 'bootstrap-account' : `bootstrap-account@${version}`;
  const snippet = `# .github/workflows/drift.yml, in the repository that holds the file
name: drift
on:
  schedule:
    - cron: '17 5 * * *'
  workflow_dispatch:
permissions:
  contents: read
  id-token: write
jobs:
  check:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 22 }
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          role-to-assume: <ARN of a role that may only read>
          aws-region: ${region}
      - run: npx --yes ${pinned} check --account ${id} --format github`;
  return [
    { kind: 'code', label: 'A daily check in GitHub Actions', text: snippet },
    text(
      'The job fails when something differs. It needs no state and no engine; ',
      code('bootstrap-account rights check'),
      ' prints the policy of the role that it runs as.',
    ),
  ];
}
