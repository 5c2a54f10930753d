import { GetObjectCommand } from '@aws-sdk/client-s3';
import { awsErrorCode, awsStatus, explainAwsError } from '../aws-error.ts';
import type { Clients } from '../clients.ts';

/** Where several machines keep one state: a bucket of the account itself. */
export interface SharedPlace {
  readonly clients: Pick<Clients, 's3' | 'region'>;
  readonly bucket: string;
  readonly accountId: string;
}
/** One object, and the mark by which a later write knows that nobody wrote in between. */
export interface SharedObject {
  readonly text: string;
  readonly etag: string;
}

/** `state.json` is the engine's checkpoint, `passphrase` its passphrase, `lock.json` who works on it, `moved.json` that it is elsewhere now. */
export type SharedName = 'state.json' | 'passphrase' | 'lock.json' | 'moved.json';

/** Objects of one account lie below its id. */
export function sharedKey(accountId: string, name: SharedName): string {
  return `bootstrap-account/${accountId}/${name}`;
}

/** Undefined where there is none. @throws ToolError with a next step */
export async function readShared(place: SharedPlace, name: SharedName): Promise<SharedObject | undefined> {
  const { clients, bucket, accountId } = place;
  try {
    const answer = await clients.s3.send(
      new GetObjectCommand({
        Bucket: bucket,
        Key: sharedKey(accountId, name),
        ExpectedBucketOwner: accountId,
      }),
    );
    return { text: (await answer.Body?.transformToString()) ?? '', etag: answer.ETag ?? '' };
  } catch (error) {
    if (awsErrorCode(error) === 'NoSuchKey') return undefined;
    if (awsStatus(error) === 404)
      throw explainAwsError(error, `looking for bucket ${bucket}`, clients.region);
    throw explainAwsError(error, `reading the state in s3://${bucket}`, clients.region);
  }
}
