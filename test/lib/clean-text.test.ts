import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine, cleanText } from '../../src/lib/clean-text.ts';

const esc = String.fromCodePoint(27);
const bell = String.fromCodePoint(7);

describe('cleanText', () => {
  it.each([
    ['colour', `${esc}[31mred${esc}[0m`, 'red'],
    ['a window title', `${esc}]0;owned${bell}text`, 'text'],
    ['a link', `${esc}]8;;https://evil.example${esc}\\click${esc}]8;;${esc}\\`, 'click'],
    ['a cleared screen', `a${esc}[2J${esc}[Hb`, 'ab'],
    ['an eight-bit sequence', `${String.fromCodePoint(0x9b)}31mred`, 'red'],
    ['an escape alone', `a${esc}`, 'a'],
    ['bidirectional overrides', 'user\u202Etxt.exe\u2066', 'usertxt.exe'],
    ['hidden characters', 'ad\u200Bm\u2060in\uFEFF\u{E0041}', 'admin'],
    ['line separators', 'a\u2028b\u2029c\u0085d', 'a\nb\nc\nd'],
    ['a carriage return', 'ok\rFAKE', 'okFAKE'],
    ['Windows line ends', 'a\r\nb', 'a\nb'],
    ['backspace and bell', `a\b${bell}b`, 'ab'],
  ])('takes out %s', (_, dirty, clean) => {
    expect(cleanText(dirty)).toBe(clean);
  });
  it('keeps newlines, tabs and letters of any script', () => {
    expect(cleanText('a\n\tb é 漢字 🙂 «x» …')).toBe('a\n\tb é 漢字 🙂 «x» …');
  });
  it('leaves no control character, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cleanText(text)).not.toMatch(/(?![\n\t])\p{Cc}|\p{Bidi_Control}|[\u2028\u2029]/u);
      }),
    );
  });
  it('makes one line of several', () => {
    expect(cleanLine('  a\n b\tc ')).toBe('a b c');
  });
});
