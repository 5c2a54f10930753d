/** A way back: words, and the command at its end, if there is one. */
export interface Fix {
  readonly words?: string;
  /** One line, to be copied as it is. */
  readonly command?: string;
}

/**
 * Takes the command off the end of a fix, so that no renderer breaks it into lines: half a command is another
 * command. Commands in the midst of a sentence stay there.
 */
export function splitFix(fix: string): Fix {
  const found = /^(?:(.*?): )?((?:aws [a-z0-9-]+ [a-z]|bootstrap-account )[^`]*)$/s.exec(fix);
  if (found === null) return fix === '' ? {} : { words: fix };
  const [, words, command] = found;
  return {
    ...(words === undefined ? {} : { words: `${words}:` }),
    ...(command === undefined ? {} : { command }),
  };
}
