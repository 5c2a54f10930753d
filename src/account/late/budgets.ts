export {
  BudgetsClient,
  DescribeBudgetCommand,
  ListTagsForResourceCommand,
  paginateDescribeNotificationsForBudget,
  paginateDescribeSubscribersForNotification,
} from '@aws-sdk/client-budgets';
