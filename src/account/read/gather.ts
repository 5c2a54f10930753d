import { InterruptedError } from '../../errors.ts';
import type { NotRead } from '../../model/snapshot.ts';
import { awsErrorCode, awsStatus, explainAwsError, isAccessDenied } from '../aws-error.ts';

/** Collects what a snapshot could not learn, so that one denied read does not cost the others. */
export interface Gather {
  readonly notRead: NotRead[];
  /**
   * Makes one read. Denied: noted, and undefined. One of the `absent` codes: undefined, as there is nothing.
   * @param action IAM's name of the read, like `iam:GetLoginProfile`
   * @throws ToolError with a next step for everything else
   */
  readonly attempt: <T>(action: string, read: () => Promise<T>, about?: About) => Promise<T | undefined>;
}
interface About {
  /** What was looked at: a name or an ARN. */
  readonly subject?: string;
  /** Error codes, or an HTTP status, that mean «there is none». */
  readonly absent?: readonly (string | number)[];
  readonly onDenied?: () => void;
}

export function makeGather(region: string, signal?: AbortSignal): Gather {
  const notRead: NotRead[] = [];
  return {
    notRead,
    attempt: async (action, read, about = {}) => {
      if (signal?.aborted === true)
        throw new InterruptedError('Interrupted', 'Stopped while reading the account. Nothing was changed.');
      try {
        return await read();
      } catch (error) {
        if (isAbsent(error, about.absent ?? [])) return undefined;
        if (!isAccessDenied(error)) throw explainAwsError(error, `reading the account (${action})`, region);
        const code = awsErrorCode(error) ?? 'AccessDenied';
        about.onDenied?.();
        notRead.push({ action, why: about.subject === undefined ? code : `${code}: ${about.subject}` });
        return undefined;
      }
    },
  };
}

function isAbsent(error: unknown, absent: readonly (string | number)[]): boolean {
  const code = awsErrorCode(error);
  const status = awsStatus(error);
  return (code !== undefined && absent.includes(code)) || (status !== undefined && absent.includes(status));
}
