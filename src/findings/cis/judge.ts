import type { CisRow, CisVerdict } from '../../model/cis.ts';
import { cisAlarms } from '../../policies/alarm-table.ts';
import { type CisKey, cisControls } from './controls.ts';
import { judgeAlarm } from './judge-alarms.ts';
import {
  judgeCifs,
  judgeDefaultGroups,
  judgeFlowLogs,
  judgeOpenAcls,
  judgeOpenGroups,
  judgeOpenGroups6,
} from './judge-network.ts';
import {
  judgeConsoleMfa,
  judgeFirstKeys,
  judgeKeyAge,
  judgeOneKey,
  judgePasswordLength,
  judgePasswordReuse,
  judgeRightsByGroup,
  judgeUnused,
} from './judge-people.ts';
import { judgeCloudShell, judgeOpenPrincipal, judgeStarPolicy, judgeSupport } from './judge-policies.ts';
import { judgeAnalyzer, judgeEbs, judgeImds, judgeInstanceRoles } from './judge-regions.ts';
import { judgeRootDevice, judgeRootKey, judgeRootMfa, judgeRootUse } from './judge-root.ts';
import { judgeBucketTls, judgeMfaDelete, judgePublicBlock } from './judge-storage.ts';
import {
  judgeBucketLogs,
  judgeObjectReads,
  judgeObjectWrites,
  judgeRotation,
  judgeTrail,
  judgeTrailKey,
  judgeValidation,
} from './judge-trail.ts';
import {
  type CisInput,
  done,
  type Judge,
  notCovered,
  onlyByHand,
  open,
  settle,
  unknownWithout,
} from './verdict.ts';

const oneAccount = notCovered('Speaks of an organization; this tool sets up one account.');
const databases = notCovered('Databases and file systems of programs are not looked at.');

/** A row without a judge does not compile. */
const judges: Readonly<Record<CisKey, Judge>> = {
  'root-centralized': oneAccount,
  'organization-guardrails': oneAccount,
  'organization-management': oneAccount,
  'organization-units': oneAccount,
  'organization-policies': oneAccount,
  'organization-services': oneAccount,
  'contact-details': onlyByHand(
    'Whether they are right no program can tell: open the Account page and read them.',
  ),
  'security-contact': judgeSecurityContact,
  'security-questions': onlyByHand('AWS has no API for them, and new accounts do not have them any more.'),
  'root-key': judgeRootKey,
  'root-mfa': judgeRootMfa,
  'root-hardware-mfa': judgeRootDevice,
  'root-unused': judgeRootUse,
  'password-length': judgePasswordLength,
  'password-reuse': judgePasswordReuse,
  'console-mfa': judgeConsoleMfa,
  'no-first-keys': judgeFirstKeys,
  'unused-45-days': judgeUnused,
  'one-key': judgeOneKey,
  'keys-90-days': judgeKeyAge,
  'rights-by-group': judgeRightsByGroup,
  'no-star-policy': judgeStarPolicy,
  'support-access': judgeSupport,
  'instance-roles': judgeInstanceRoles,
  'server-certificates': judgeCertificates,
  'access-analyzer': judgeAnalyzer,
  'central-users': onlyByHand(
    'With one account its own users are in one place. Before a second one: IAM Identity Center.',
  ),
  cloudshell: judgeCloudShell,
  'no-open-principal': judgeOpenPrincipal,
  'bucket-tls': judgeBucketTls,
  'mfa-delete': judgeMfaDelete,
  macie: notCovered('Macie costs money by volume; it is neither switched on nor looked at.'),
  'public-access-block': judgePublicBlock,
  'rds-encryption': databases,
  'rds-upgrades': databases,
  'rds-public': databases,
  'rds-zones': databases,
  'efs-encryption': databases,
  'ebs-encryption': judgeEbs,
  trail: judgeTrail,
  'trail-validation': judgeValidation,
  config: notCovered('AWS Config costs money by change; it is neither switched on nor looked at.'),
  'trail-bucket-logs': judgeBucketLogs,
  'trail-key': judgeTrailKey,
  'key-rotation': judgeRotation,
  'flow-logs': judgeFlowLogs,
  'object-writes': judgeObjectWrites,
  'object-reads': judgeObjectReads,
  'front-end-logs': notCovered('Web front-ends of programs are not looked at.'),
  'security-hub': notCovered('Security Hub costs money by check; it is neither switched on nor looked at.'),
  cifs: judgeCifs,
  'open-acls': judgeOpenAcls,
  'open-groups': judgeOpenGroups,
  'open-groups-6': judgeOpenGroups6,
  'default-groups': judgeDefaultGroups,
  peering: notCovered('Which routes are needed only those know who made them.'),
  imdsv2: judgeImds,
  endpoints: notCovered('Endpoints cost money by the hour and belong to the networks of programs.'),
};

const allJudges: ReadonlyMap<string, Judge> = new Map([
  ...Object.entries(judges),
  ...cisAlarms.map((row): [string, Judge] => [`alarm-${row.key}`, (input) => judgeAlarm(row, input)]),
]);

/** Every recommendation with what the account says about it, in the order of the benchmark. Pure. */
export function judgeCis(input: CisInput): readonly CisRow[] {
  return cisControls.flatMap((control) => {
    const judge = allJudges.get(control.key);
    return judge === undefined ? [] : [{ ...control, ...judge(input) }];
  });
}

function judgeSecurityContact({ snapshot: { contacts } }: CisInput): CisVerdict {
  if (contacts === undefined) return unknownWithout(['account:GetAlternateContact']);
  return contacts.security === undefined
    ? open('There is none: write account.contacts.security into the file.')
    : done('AWS has a security contact. That somebody reads it, no program can tell.');
}

function judgeCertificates(input: CisInput): CisVerdict {
  const certificates = input.facts.serverCertificates ?? [];
  return settle(input, {
    needs: ['iam:ListServerCertificates'],
    wrong: certificates
      .filter((each) => Date.parse(each.expiresAt) <= input.now.getTime())
      .map((each) => `${each.name}, until ${each.expiresAt.slice(0, 10)}`),
    bad: 'Expired: delete them (aws iam delete-server-certificate).',
    good: certificates.length === 0 ? 'There is none.' : 'None is expired.',
  });
}
