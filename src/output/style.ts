import { Chalk, type ColorSupportLevel } from 'chalk';
import type { Tone } from './document.js';

/** How a terminal text is dressed. The room `cli` decides colour and character set; nothing here asks the environment. */
export interface Style {
  readonly unicode: boolean;
  readonly strong: (text: string) => string;
  readonly muted: (text: string) => string;
  readonly accent: (text: string) => string;
  readonly tone: (tone: Tone | undefined, text: string) => string;
  /** One light horizontal rule, a bar cell, and the sign that something was cut off. */
  readonly rule: string;
  readonly bar: string;
  readonly ellipsis: string;
}

/** A style for a colour level as chalk counts them (0 none, 1 sixteen colours, 2, 3) and for a terminal with or without Unicode. */
export function makeStyle(options: { readonly level: ColorSupportLevel; readonly unicode: boolean }): Style {
  const chalk = new Chalk({ level: options.level });
  const tones: Record<Tone, (text: string) => string> = {
    good: chalk.green,
    warn: chalk.yellow,
    bad: chalk.red,
    muted: chalk.dim,
  };
  return {
    unicode: options.unicode,
    strong: (text) => chalk.bold(text),
    muted: (text) => chalk.dim(text),
    accent: (text) => chalk.cyan(text),
    tone: (tone, text) => (tone === undefined ? text : tones[tone](text)),
    rule: options.unicode ? '─' : '-',
    bar: options.unicode ? '▇' : '#',
    ellipsis: options.unicode ? '…' : '~',
  };
}
