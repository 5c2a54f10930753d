import { EngineError } from '../errors.ts';

/**
 * Encrypts a text to one age public key, as an armored file: `age --decrypt -i key.txt <file>` opens it.
 * @throws EngineError `NotEncrypted` where the key is one that nothing can be encrypted to
 */
export async function encryptTo(recipient: string, text: string): Promise<string> {
  const { Encrypter, armor } = await import('age-encryption');
  try {
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    return armor.encode(await encrypter.encrypt(text));
  } catch (cause) {
    throw new EngineError('NotEncrypted', 'Nothing can be encrypted to the age public key in the file.', {
      fix: 'Make a new pair with age-keygen and write its public key into the file as ageRecipient.',
      cause,
    });
  }
}
