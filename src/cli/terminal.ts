import type { Lang } from '../model/text.js';
import { makeStyle, type Style } from '../output/style.js';

/** What the edge knows of the terminal it stands in. */
export interface Terminal {
  /** A person can be asked: stdin and stderr are terminals. */
  readonly interactive: boolean;
  /** stdout is a terminal: what goes there is shown. */
  readonly shown: boolean;
  /** Progress may be drawn on stderr. */
  readonly live: boolean;
  readonly width: number;
  /** Cells across of the terminal behind stderr, where progress is drawn. */
  readonly errWidth: number;
  readonly style: Style;
}

/** Reads width, colour and character set: --color, then NO_COLOR and TERM=dumb, then whether stdout is a terminal. */
export function terminalOf(color: 'always' | 'auto' | 'never', env: NodeJS.ProcessEnv, lang: Lang): Terminal {
  const dumb = env.TERM === 'dumb';
  const colored = color === 'always' || (color === 'auto' && process.stdout.isTTY === true && !env.NO_COLOR && !dumb);
  const columns = Number(env.COLUMNS) || process.stdout.columns || 80;
  const unicode = lang === 'zh-CN' || /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || 'utf-8');
  return {
    interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    shown: process.stdout.isTTY === true,
    live: process.stderr.isTTY === true && !dumb,
    width: Math.max(40, Math.min(columns, 200)),
    errWidth: Math.max(20, process.stderr.columns ?? 80),
    style: makeStyle({ level: colored ? 1 : 0, unicode }),
  };
}
