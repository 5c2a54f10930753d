import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/rehearsal/provider/provider-settings.ts';

const local = 'http://127.0.0.1:5000';

describe('readSettings', () => {
  it('reads lists and objects from JSON text, as the SDK sends them', () => {
    const args = {
      region: 'eu-west-1',
      endpoints: JSON.stringify([{ iam: local, s3: local }]),
      allowedAccountIds: '["123456789012"]',
      defaultTags: '{"tags":{"a":"b"}}',
    };
    expect(readSettings(args, {})).toEqual({
      region: 'eu-west-1',
      endpoint: local,
      allowedAccountIds: ['123456789012'],
      forbiddenAccountIds: [],
      defaultTags: { a: 'b' },
    });
  });

  it('falls back on the environment, whose endpoint wins', () => {
    const env = { AWS_REGION: 'eu-central-1', AWS_ENDPOINT_URL: 'http://localhost:1' };
    const args = { endpoints: JSON.stringify([{ iam: local }]) };
    expect(readSettings(args, env)).toMatchObject({ region: 'eu-central-1', endpoint: 'http://localhost:1' });
  });

  it.each([
    ['http://192.0.2.1:80'],
    ['https://iam.amazonaws.com'],
    ['http://127.0.0.1.evil.example'],
    ['http://localhost.evil.example'],
  ])('refuses %s, wherever it stands', (far) => {
    const message = 'is not an emulator on this machine';
    const among = { region: 'r', endpoints: JSON.stringify([{ iam: local, s3: far }]) };
    expect(() => readSettings(among, {})).toThrow(message);
    expect(() => readSettings({ region: 'r' }, { AWS_ENDPOINT_URL: far })).toThrow(message);
  });

  it('refuses to go without an endpoint or a region', () => {
    expect(() => readSettings({ region: 'r' }, {})).toThrow('needs a loopback endpoint');
    expect(() => readSettings({}, { AWS_ENDPOINT_URL: local })).toThrow('missing region');
  });
});
