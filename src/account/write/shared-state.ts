import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { awsErrorCode, explainAwsError } from '../aws-error.ts';
import { readShared, type SharedName, type SharedPlace, sharedKey } from '../read/shared-state.ts';

/**
 * Writes one object, only over what is known: the object of `over`, or nothing. S3 decides that in one step, so
 * of two writers one wins.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 * @returns the mark of what was written; undefined where somebody else wrote meanwhile
 * @throws ToolError with a next step
 */
export async function writeShared(
  place: SharedPlace,
  name: SharedName,
  wish: { readonly text: string; readonly over: string | undefined },
): Promise<string | undefined> {
  const { clients, bucket, accountId } = place;
  try {
    const answer = await clients.s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: sharedKey(accountId, name),
        Body: wish.text,
        ContentType: 'application/json',
        ExpectedBucketOwner: accountId,
        ...(wish.over === undefined ? { IfNoneMatch: '*' } : { IfMatch: wish.over }),
      }),
    );
    return answer.ETag ?? '';
  } catch (error) {
    const code = awsErrorCode(error) ?? '';
    const lost = ['PreconditionFailed', 'ConditionalRequestConflict', '412', '409'].includes(code);
    // Over an object that is gone meanwhile, S3 answers so.
    if (lost || (code === 'NoSuchKey' && wish.over !== undefined)) return ownMark(place, name, wish.text);
    throw explainAwsError(error, `writing the state to s3://${bucket}`, clients.region);
  }
}

/** A write whose answer was lost is sent again by the client, and refused because of itself. */
async function ownMark(place: SharedPlace, name: SharedName, text: string): Promise<string | undefined> {
  const present = await readShared(place, name);
  return present?.text === text ? present.etag : undefined;
}

/**
 * Removes one object. What is gone already is fine. The bucket keeps the old version.
 * @param mark removed is only the object of this mark; S3 decides that in one step
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
 * @returns false where another object lies there by now, which stays
 */
export async function removeShared(place: SharedPlace, name: SharedName, mark?: string): Promise<boolean> {
  const { clients, bucket, accountId } = place;
  try {
    await clients.s3.send(
      new DeleteObjectCommand({
        Bucket: bucket,
        Key: sharedKey(accountId, name),
        ExpectedBucketOwner: accountId,
        ...(mark === undefined ? {} : { IfMatch: mark }),
      }),
    );
    return true;
  } catch (error) {
    const code = awsErrorCode(error) ?? '';
    // Gone with this mark asked for, also where the first answer was lost and the client asked again.
    if (code === 'NoSuchKey' && mark !== undefined) return true;
    if (['PreconditionFailed', 'ConditionalRequestConflict', '412', '409'].includes(code)) return false;
    throw explainAwsError(error, `removing ${name} from s3://${bucket}`, clients.region);
  }
}
