import { type Right, rights, type TypeRights } from './right.ts';

/** IAM makes this role for the first analyzer of an account, in the name of whoever asks for the analyzer. */
const analyzerRole: Right = {
  action: 'iam:CreateServiceLinkedRole',
  on: ['role'],
  calls: [],
  service: 'access-analyzer.amazonaws.com',
};

/** Settings of the account outlive their plan; budget and analyzers do not. */
export const accountTypes: Readonly<Record<string, TypeRights>> = {
  'aws:iam/accountPasswordPolicy:AccountPasswordPolicy': {
    file: 'iam/account_password_policy.go',
    read: rights('iam:GetAccountPasswordPolicy'),
    write: rights('iam:UpdateAccountPasswordPolicy'),
  },
  'aws:iam/accountAlias:AccountAlias': {
    file: 'iam/account_alias.go',
    read: rights('iam:ListAccountAliases'),
    write: rights('iam:CreateAccountAlias'),
  },
  'aws:ebs/encryptionByDefault:EncryptionByDefault': {
    file: 'ec2/ebs_encryption_by_default.go',
    read: rights('ec2:GetEbsEncryptionByDefault'),
    write: rights('ec2:EnableEbsEncryptionByDefault'),
  },
  'aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults': {
    file: 'ec2/ec2_instance_metadata_defaults.go',
    read: rights('ec2:GetInstanceMetadataDefaults'),
    write: rights('ec2:ModifyInstanceMetadataDefaults'),
  },
  'aws:account/alternativeContact:AlternativeContact': {
    file: 'account/alternate_contact.go',
    read: rights('account:GetAlternateContact account'),
    write: rights('account:PutAlternateContact account'),
  },
  'aws:accessanalyzer/analyzer:Analyzer': {
    file: 'accessanalyzer/analyzer.go',
    read: rights('access-analyzer:GetAnalyzer Analyzer'),
    write: [
      ...rights(
        'access-analyzer:CreateAnalyzer Analyzer',
        'access-analyzer:TagResource Analyzer',
        'access-analyzer:UntagResource Analyzer',
      ),
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-using-service-linked-roles.html
      analyzerRole,
    ],
    remove: rights('access-analyzer:DeleteAnalyzer Analyzer'),
  },
  'aws:budgets/budget:Budget': {
    file: 'budgets/budget.go',
    read: rights(
      'budgets:ViewBudget budget < budgets:DescribeBudget budgets:DescribeNotificationsForBudget budgets:DescribeSubscribersForNotification',
      'budgets:ListTagsForResource budget',
    ),
    write: rights(
      'budgets:ModifyBudget budget < budgets:CreateBudget budgets:UpdateBudget budgets:CreateNotification budgets:DeleteNotification budgets:DeleteBudget',
      'budgets:TagResource budget',
      'budgets:UntagResource budget',
    ),
    remove: rights('budgets:ModifyBudget budget < budgets:DeleteBudget'),
  },
};
