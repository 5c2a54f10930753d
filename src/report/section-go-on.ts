import type { Report } from '../model/report.ts';
import { type Block, code, facts, heading, list, type Section, text } from './block.ts';

/** How whoever takes over goes on. */
export function goOnSection({ goOn, account }: Report): Section {
  return {
    id: 'how-to-go-on',
    title: 'How to go on',
    blocks: [
      facts(
        ['The file', [code(goOn.file), ': everything that is wanted. Commit it.']],
        ['Template', [code(goOn.template)]],
        [
          'State',
          [
            code(goOn.stateFolder),
            ': what the engine knows. No passwords in it. Keep a copy: bootstrap-account state backup.',
          ],
        ],
      ),
      heading('Day to day'),
      list([
        [
          'See what has changed: ',
          code('bootstrap-account plan'),
          '. Exit code 0: in sync, 2: something differs.',
        ],
        ['Put it right, or carry out a change of the file: ', code('bootstrap-account apply'), '.'],
        ['Somebody joins: add a line under people, then apply. The pack holds the welcome sheet.'],
        ['Somebody leaves: remove the line, then apply. Look at this report for what is left of theirs.'],
        ['Try a change without an account: ', code('bootstrap-account rehearse'), '.'],
        [
          'Uninstall: ',
          code(`bootstrap-account destroy --account ${account.id}`),
          '. The audit trail and the account settings stay.',
        ],
      ]),
      ...dailyCheck(account),
      ...breakGlass(),
    ],
  };
}

function dailyCheck({ id, region }: Report['account']): readonly Block[] {
  const snippet = `on: { schedule: [ { cron: '17 6 * * *' } ] }
permissions: { id-token: write, contents: read }
jobs:
  account:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
      - uses: aws-actions/configure-aws-credentials@v4
        with: { role-to-assume: 'arn of a read-only role', aws-region: ${region} }
      - run: npx bootstrap-account plan --account ${id}   # exit code 2 fails the job: something changed`;
  return [{ kind: 'code', label: 'A daily check in GitHub Actions', text: snippet }];
}

function breakGlass(): readonly Block[] {
  return [
    heading('When no administrator can get in'),
    text('Only the root user is left then. Fill this in by hand, on paper or in a safe:'),
    facts(
      ['Root’s mailbox', ['______________________________']],
      ['Root’s MFA devices lie', ['______________________________']],
      ['Who may fetch them', ['______________________________']],
    ),
    text(
      'Signed in as root: IAM, Users, the person, Security credentials; remove the lost MFA device, so that a new one can be enrolled. To lift the MFA rule for a whole group for a while: IAM, User groups, the group, Permissions, detach RequireMFA; the next plan reports it, and apply puts it back.',
    ),
  ];
}
