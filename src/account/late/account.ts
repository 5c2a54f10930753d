export { AccountClient } from '@aws-sdk/client-account';
