import type { Paint } from './paint.ts';

/** inquirer colours by what stdout can do; prompts are on stderr and obey `--no-color`, so all styles are ours. */
export function makePromptTheme(paint: Paint) {
  return {
    prefix: { idle: paint('cyan', '?'), done: paint('green', '✔') },
    icon: { cursor: paint('cyan', '❯') },
    style: {
      answer: (text: string) => paint('cyan', text),
      message: (text: string) => paint('bold', text),
      error: (text: string) => paint('red', `✖ ${text}`),
      defaultAnswer: (text: string) => paint('dim', `(${text})`),
      help: (text: string) => paint('dim', text),
      highlight: (text: string) => paint('cyan', text),
      key: (text: string) => paint('bold', `<${text}>`),
      disabled: (text: string) => paint('dim', text),
      description: (text: string) => paint('dim', text),
      confirmDefault: (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1),
      keysHelpTip: (keys: readonly (readonly [string, string])[]) =>
        paint('dim', keys.map(([key, action]) => `${key} ${action}`).join(' • ')),
    },
  };
}
