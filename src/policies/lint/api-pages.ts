const pages: Readonly<Record<string, string | undefined>> = {
  iam: 'IAM/latest/APIReference',
  sts: 'STS/latest/APIReference',
  lambda: 'lambda/latest/api',
  ec2: 'AWSEC2/latest/APIReference',
  ssm: 'systems-manager/latest/APIReference',
  ecs: 'AmazonECS/latest/APIReference',
  eks: 'eks/latest/APIReference',
  cloudformation: 'AWSCloudFormation/latest/APIReference',
  codebuild: 'codebuild/latest/APIReference',
  glue: 'glue/latest/webapi',
  sagemaker: 'sagemaker/latest/APIReference',
  states: 'step-functions/latest/apireference',
  elasticmapreduce: 'emr/latest/APIReference',
  apprunner: 'apprunner/latest/api',
  sso: 'singlesignon/latest/APIReference',
};

/** AWS's page on an action: of the call, or else the list of all actions. */
export function apiPage(action: string): string {
  if (action === 'iam:PassRole')
    return 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html';
  const [service = '', name = ''] = action.split(':');
  const base = pages[service];
  return base === undefined
    ? 'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html'
    : `https://docs.aws.amazon.com/${base}/API_${name}.html`;
}
