import type { Plan, TrailPlan } from '../model/plan.ts';
import type { ReportTrail } from '../model/report.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { trailCosts } from './costs.ts';

export const notSeenYet = 'not seen yet';

/** The audit trail as planned, with what the account says of it. */
export function describeTrail(plan: Plan, snapshot: Snapshot | undefined): ReportTrail | undefined {
  const planned = plan.parts['audit-trail'];
  if (planned === null) return undefined;
  const live = snapshot?.trails.find((trail) => trail.arn === planned.trail.arn);
  return {
    name: planned.trail.name,
    bucket: planned.bucket.name,
    ...(planned.key === undefined ? {} : { key: planned.key.alias }),
    retentionDays: planned.bucket.retentionDays,
    validation: live?.validation ?? false,
    logging: live?.logging ?? false,
    lastDelivery:
      live?.latestDeliveryError === undefined
        ? (live?.latestDeliveryAt ?? notSeenYet)
        : `failed: ${live.latestDeliveryError}`,
    athena: athenaStatement(plan, planned.bucket),
    monthlyUsd: trailCosts(planned).reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0),
  };
}

/**
 * A table over the log files, and a first question to it. Partition projection, so that no crawler is needed.
 * @see https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html
 */
function athenaStatement({ account }: Plan, { name, retentionDays }: TrailPlan['bucket']): string {
  const location = `s3://${name}/AWSLogs/${account.id}/CloudTrail/`;
  return `CREATE EXTERNAL TABLE account_trail (
  eventversion STRING, useridentity STRUCT<type:STRING, principalid:STRING, arn:STRING, username:STRING>,
  eventtime STRING, eventsource STRING, eventname STRING, awsregion STRING, sourceipaddress STRING,
  useragent STRING, errorcode STRING, errormessage STRING, requestparameters STRING, responseelements STRING,
  eventid STRING, readonly STRING, eventtype STRING)
PARTITIONED BY (region STRING, day STRING)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION '${location}'
TBLPROPERTIES (
  'projection.enabled'='true',
  'projection.region.type'='injected',
  'projection.day.type'='date', 'projection.day.format'='yyyy/MM/dd', 'projection.day.range'='NOW-${retentionDays}DAYS,NOW',
  'storage.location.template'='${location}\${region}/\${day}');

SELECT eventtime, useridentity.arn, eventsource, eventname, sourceipaddress, errorcode
FROM account_trail
WHERE region = '${account.region}' AND day >= date_format(current_date - interval '1' day, '%Y/%m/%d') AND readonly = 'false'
ORDER BY eventtime DESC LIMIT 100;`;
}
