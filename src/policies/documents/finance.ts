import type { PolicyDocument } from '../../model/policy.ts';

/**
 * What the billing pages ask for and AWS-managed `AWSBillingReadOnlyAccess` leaves out. The managed policy
 * changes several times a year, so it is attached, never copied.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBillingReadOnlyAccess.html
 */
export function financeAddition(): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ReadCostExplorer',
        Effect: 'Allow',
        Action: [
          'ce:GetCostForecast',
          'ce:GetUsageForecast',
          'ce:GetReservationCoverage',
          'ce:GetReservationUtilization',
          'ce:GetSavingsPlansCoverage',
          'ce:GetSavingsPlansUtilization',
          'ce:GetAnomalies',
          'ce:GetAnomalyMonitors',
          'ce:GetAnomalySubscriptions',
          'ce:DescribeReport',
          'ce:GetPreferences',
          'ce:DescribeNotificationSubscription',
        ],
        Resource: '*',
      },
      { Sid: 'ReadBudgets', Effect: 'Allow', Action: 'budgets:ViewBudget', Resource: '*' },
    ],
  };
}

/** Beside AWS-managed `Billing`: pays and taxes, but neither closes the account nor opens billing to others. */
export function billingManagerGuard(): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'NeverCloseOrOpenToOthers',
        Effect: 'Deny',
        Action: ['billing:UpdateIAMAccessPreference', 'account:CloseAccount'],
        Resource: '*',
      },
    ],
  };
}
