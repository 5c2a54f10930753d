import { describe, expect, test } from 'vitest';
import { redactText } from '../../src/engine/redact.ts';
import { type EngineFailure, plainText, translateError } from '../../src/engine/translate-error.ts';

const api = (code: number, rest: string) =>
  `operation error IAM: X, https response error StatusCode: ${code}, RequestID: 5d1b, ${rest}`;

/** Texts as engine 3.248.0 and the AWS SDKs write them. */
const cases: readonly (readonly [EngineFailure, string, string])[] = [
  [
    'AccessDenied',
    api(
      403,
      'api error AccessDenied: User: arn:aws:iam::111122223333:user/ada is not authorized to perform: iam:CreateGroup on resource: group admins because no identity-based policy allows it',
    ),
    'iam:CreateGroup',
  ],
  [
    'AccessDenied',
    api(403, 'api error AccessDeniedException: explicit deny in a service control policy'),
    'permission',
  ],
  [
    'CredentialsExpired',
    api(403, 'api error ExpiredToken: The security token included in the request is expired'),
    'expired',
  ],
  [
    'CredentialsExpired',
    api(403, 'api error InvalidClientTokenId: The security token included in the request is invalid.'),
    'InvalidClientTokenId',
  ],
  [
    'AlreadyExists',
    `creating IAM Group (admins): ${api(409, 'EntityAlreadyExists: Group with name admins already exists.')}`,
    'exists in the account already',
  ],
  [
    'AlreadyExists',
    api(409, 'BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded'),
    'exists',
  ],
  [
    'BucketTaken',
    api(409, 'BucketAlreadyExists: The requested bucket name is not available.'),
    'another AWS account',
  ],
  ['Throttled', api(400, 'api error Throttling: Rate exceeded'), 'slow down'],
  ['AccountNotAllowed', 'AWS account ID not allowed: 999988887777', '999988887777'],
  [
    'StackLocked',
    'error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n  file:///x/forged.json?no_tmp_dir=true: created by me@far (pid 19701) at 2026-11-24T03:47:07Z',
    'Another run',
  ],
  [
    'PluginMissing',
    "error: no resource plugin 'pulumi-resource-aws' found in the workspace at version v7.48.0 or on your $PATH, install the plugin using `pulumi plugin install resource aws v7.48.0`",
    'pulumi-resource-aws',
  ],
  [
    'PluginMissing',
    'error: failed to load plugin /x/pulumi-resource-aws: loading PulumiPlugin.yaml: open /x/PulumiPlugin.yaml: no such file or directory',
    'plug-in',
  ],
  [
    'PassphraseWrong',
    'error: getting stack configuration: get stack secrets manager: incorrect passphrase',
    'passphrase file',
  ],
  [
    'ImportReplaces',
    'previously-imported resources that still specify an ID may not be replaced; please remove the `import` declaration from your program;\nname: {z} => {zz}\n',
    'cannot be changed in place',
  ],
  ['ImportMissing', "resource 'q' does not exist", '"q"'],
  [
    'DeleteConflict',
    api(409, 'DeleteConflict: Cannot delete entity, must delete login profile first.'),
    'must delete login profile first',
  ],
  [
    'LimitExceeded',
    api(409, 'LimitExceeded: Cannot exceed quota for GroupsPerUser: 10'),
    'GroupsPerUser: 10',
  ],
  ['MalformedPolicy', api(400, 'MalformedPolicyDocument: Syntax errors in policy.'), 'Syntax errors'],
  [
    'PendingOperations',
    'Attempting to deploy or update resources with 1 pending operations from previous deployment.\n  * urn:pulumi:1::p::t::k1, interrupted while creating',
    'cut off',
  ],
  ['StateInvalid', 'error: failed to load checkpoint: unexpected end of JSON input', 'damaged'],
  [
    'DiskFull',
    'An IO error occurred while writing the new snapshot file: write /s/1.json: no space left on device',
    'full',
  ],
  ['ServiceUnavailable', api(503, 'api error ServiceUnavailable: Service Unavailable'), 'fault of its own'],
  ['ConnectionLost', 'dial tcp: lookup iam.amazonaws.com: no such host', 'broke off'],
];

describe('translateError', () => {
  test.each(cases)('%s: %s', (failure, text, part) => {
    const translated = translateError(text, 'groups/admins');
    expect(translated).toMatchObject({ failure, severity: 'error', name: 'groups/admins' });
    expect(translated.message).toContain(part);
    expect(translated.fix).toBeTruthy();
  });

  test('an unknown text is passed on, plain, short and on one line', () => {
    const { failure, message } = translateError(
      `<{%fg 1%}>odd\u001b[31m thing\u202e\n${'long '.repeat(300)}`,
    );
    expect(failure).toBe('Unknown');
    expect(message).toMatch(/^odd thing long/);
    expect(message.length).toBeLessThan(620);
  });

  test('no text still says something', () => {
    expect(translateError('').message).toBe('The engine failed without a word.');
  });
});

describe('redactText', () => {
  // Put together here, so that no scanner takes the test for a leak.
  const id = `AKIA${'ABCDEFGHIJKL2345'}`;
  const secret = `wJalrXUtnFEMI/K7MDENG/${'bPxRfiCYEXAMPLEKEY'}`;
  const token = `FwoGZXIvYXdzE${'Ab1/'.repeat(40)}==`;

  test('credentials go, the last four characters of a key id stay', () => {
    const text = redactText(`key ${id} secret "${secret}" token=${token} end`);
    expect(text).toContain('AKIA…2345');
    for (const canary of [id, secret, token, 'Ab1/Ab1/']) expect(text).not.toContain(canary);
    expect(text).toMatch(/end$/);
  });

  test('signatures in a URL go', () => {
    expect(redactText('https://x/?X-Amz-Signature=abcdef0123&X-Amz-Security-Token=zzz&a=b')).toBe(
      'https://x/?X-Amz-Signature=[removed]&X-Amz-Security-Token=[removed]&a=b',
    );
  });

  test('ARNs, URNs and paths stay', () => {
    const text =
      'urn:pulumi:1::p::aws:iam/group:Group::groups/admins arn:aws:iam::111122223333:policy/bootstrap/RequireMFA /home/someone/in/a/quite/long/folder/of/hers';
    expect(redactText(text)).toBe(text);
  });

  test('what is translated is redacted before', () => {
    expect(translateError(`odd failure of ${id} with ${secret}`).message).toBe(
      'odd failure of AKIA…2345 with [removed]',
    );
  });

  test('colour marks and control characters go', () => {
    expect(plainText('<{%reset%}>a\u0007b\r\nc<{%reset%}>')).toBe('a b c');
  });
});
