import { generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { describe, expect, test } from 'vitest';
import { explainRecipient } from '../../src/lib/age-recipient.ts';
import { devicesNamedAfter } from '../../src/lib/device-owner.ts';
import { scrubSecrets } from '../../src/lib/scrub-secrets.ts';

describe('an age public key', () => {
  test('what age makes is taken, in both kinds', async () => {
    for (const identity of [await generateX25519Identity(), await generateHybridIdentity()])
      expect(explainRecipient(await identityToRecipient(identity))).toBeUndefined();
  });
  test('a single wrong character is found', async () => {
    const good = await identityToRecipient(await generateX25519Identity());
    const last = good.endsWith('q') ? 'p' : 'q';
    expect(explainRecipient(good.slice(0, -1) + last)).toContain('check digits');
    expect(explainRecipient(good.slice(0, -1))).toContain('no age public key');
    expect(explainRecipient(good.toUpperCase())).toBeDefined();
  });
  test('an SSH key is named as one, and the secret half is never repeated', async () => {
    expect(explainRecipient('ssh-ed25519 AAAAC3NzaC1lZDI1 ada')).toContain('SSH key');
    const identity = await generateX25519Identity();
    const said = explainRecipient(identity) ?? '';
    expect(said).toContain('secret half');
    expect(said).not.toContain(identity.slice(20));
    expect(scrubSecrets(`  12 | ageRecipient: ${identity}`)).not.toContain(identity.slice(20));
  });
});

test('device objects belong to the user whose name they bear, the longer one first', () => {
  const arn = (name: string) => `arn:aws:iam::123456789012:mfa/${name}`;
  const serials = ['ann', 'ann-phone', 'anna', 'ann-marie', 'ann-marie-phone'].map(arn);
  expect(devicesNamedAfter('ann', serials, ['ann', 'anna', 'ann-marie'])).toEqual([
    arn('ann'),
    arn('ann-phone'),
  ]);
  expect(devicesNamedAfter('ann', serials, ['ann'])).toHaveLength(4);
});
