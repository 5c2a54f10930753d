import { describe, expect, it } from 'vitest';
import { scrubSecrets } from '../../src/lib/scrub-secrets.ts';

// Made up, and in pieces: a scanner of this repository should find nothing.
const keyId = `AKIA${'IOSFODNN7'}${'EXAMPLE'}`;
const sessionId = keyId.replace('AKIA', 'ASIA');
const secret = `wJalrXUtnFEMI/K7MDENG/${'bPxRfiCYEXAMPLEKEY'}`;

describe('scrubSecrets', () => {
  it('keeps the last four of an access key id', () => {
    expect(scrubSecrets(`key ${keyId} and ${sessionId}.`)).toBe('key AKIA…MPLE and ASIA…MPLE.');
  });
  it.each(['aws_secret_access_key = ', 'SecretAccessKey: ', '"SecretAccessKey":"', 'secret key is '])(
    'takes out a secret key after %s',
    (word) => {
      expect(secret).toHaveLength(40);
      expect(scrubSecrets(`${word}${secret}`)).toBe(`${word}[removed]`);
    },
  );
  it('takes out session tokens, named or long', () => {
    const token = 'FwoGZXIvYXdzE'.repeat(20);
    expect(scrubSecrets(`x ${token} y`)).toBe('x [removed] y');
    expect(scrubSecrets(`aws_session_token=${token.slice(0, 60)}`)).toBe('aws_session_token=[removed]');
  });
  it.each([
    'arn:aws:iam::123456789012:policy/bootstrap/RequireMFA-and-a-name-that-is-rather-long-indeed',
    'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    's3://acme-audit-123456789012-eu-west-1-0badf00d/AWSLogs/123456789012/CloudTrail/eu-west-1/2026/11/01/',
    'The secret is out: passwords are not kept.',
  ])('leaves %s alone', (text) => {
    expect(scrubSecrets(text)).toBe(text);
  });
});
