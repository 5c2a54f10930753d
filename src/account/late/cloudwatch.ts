export { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
