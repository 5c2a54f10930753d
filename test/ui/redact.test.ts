import { describe, expect, it } from 'vitest';
import { writeJsonDocument } from '../../src/ui/json-document.ts';
import { makeRedactor } from '../../src/ui/redact.ts';

describe('makeRedactor', () => {
  it('takes out what was registered, the longer first', () => {
    const redactor = makeRedactor();
    redactor.register('correct-horse');
    redactor.register('correct-horse-battery');
    expect(redactor.scrub('pw correct-horse-battery, correct-horse')).toBe('pw [removed], [removed]');
  });
  it('ignores texts too short to be secrets', () => {
    const redactor = makeRedactor();
    redactor.register('a');
    expect(redactor.scrub('a banana')).toBe('a banana');
  });
  it('scrubs by pattern too', () => {
    expect(makeRedactor().scrub(`AKIA${'A'.repeat(12)}WXYZ`)).toBe('AKIA…WXYZ');
  });
});

describe('writeJsonDocument', () => {
  it('writes one document, version first, without secrets', () => {
    let written = '';
    writeJsonDocument((text) => (written += text), {
      command: 'plan',
      error: { message: `key AKIA${'A'.repeat(12)}WXYZ` },
    });
    expect(JSON.parse(written)).toEqual({
      schemaVersion: 1,
      command: 'plan',
      error: { message: 'key AKIA…WXYZ' },
    });
    expect(Object.keys(JSON.parse(written))[0]).toBe('schemaVersion');
    expect(written.endsWith('}\n')).toBe(true);
  });
});
