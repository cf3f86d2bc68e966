import type { Asker } from '../commands/command.js';
import { StewardError } from '../model/errors.js';
import { terminalSafe } from '../output/escape.js';

/** Asks on stderr, so that stdout stays the result; `clear` takes the progress line away first. */
export function asker(clear: () => void): Asker {
  const ask = async <T>(question: (prompts: typeof import('@inquirer/prompts')) => Promise<T>): Promise<T> => {
    clear();
    const prompts = await import('@inquirer/prompts');
    return question(prompts).catch((error: unknown) => {
      // Ctrl-C at the question.
      throw error instanceof Error && error.name === 'ExitPromptError' ? new StewardError('interrupted') : error;
    });
  };
  const output = { output: process.stderr };
  return {
    agree: (question) => ask(({ confirm }) => confirm({ message: terminalSafe(question), default: false }, output)),
    secret: (question) => ask(({ password }) => password({ message: terminalSafe(question), mask: false }, output)),
    press: (question, keys) =>
      ask(({ expand }) =>
        expand(
          {
            message: terminalSafe(question),
            expanded: true,
            default: 'h',
            choices: keys.map(({ key, label }) => ({ key: key as 'a', name: terminalSafe(label), value: key })),
          },
          output,
        ),
      ),
    choose: (question, choices) =>
      ask(({ select }) =>
        select(
          {
            message: terminalSafe(question),
            choices: choices.map(({ value, label, about }) => ({
              value,
              name: terminalSafe(about === undefined ? label : `${label}  ${about}`),
              short: terminalSafe(label),
            })),
            pageSize: 12,
          },
          output,
        ),
      ),
  };
}
