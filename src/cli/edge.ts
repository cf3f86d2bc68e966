import { StewardError } from '../model/errors.js';
import type { ExitCode } from '../model/exit.js';
import type { Lang } from '../model/text.js';
import { terminalSafe } from '../output/escape.js';
import { prettyJson } from '../output/json.js';
import { localeLang } from './locale.js';
import type { Sink } from './stdout.js';

/** The language before policy and project file are known: --lang, else the locale. */
export function firstLang(argv: readonly string[], env: NodeJS.ProcessEnv): Lang {
  const asked = argv[argv.indexOf('--lang') + 1];
  const joined = argv.find((word) => word.startsWith('--lang='))?.slice('--lang='.length);
  const word = argv.includes('--lang') ? asked : joined;
  return word === 'zh-CN' || word === 'en' ? word : localeLang(env);
}

/** Tells the user what went wrong: JSON on stdout where JSON was asked for, else words on stderr. Returns the exit code. */
export function tell(
  error: unknown,
  how: { readonly lang: Lang; readonly json: boolean; readonly verbose: boolean },
  out: Sink,
  err: Sink,
): ExitCode {
  const known =
    error instanceof StewardError ? error : new StewardError('internal', { detail: describe(error) }, { cause: error });
  const { message, hint } = known.tell(how.lang);
  const label = how.lang === 'zh-CN' ? '错误' : 'error';
  utter(err, `${label} [${known.code}] ${terminalSafe(message)}\n${terminalSafe(hint)}\n`);
  if (how.verbose && known.exit === 70) utter(err, `${error instanceof Error ? error.stack : String(error)}\n`);
  if (how.json) utter(out, prettyJson({ error: { code: known.code, message, hint, data: known.data } }));
  return known.exit;
}

/** Says something where perhaps nobody listens any more; the exit code still tells. */
function utter(sink: Sink, text: string): void {
  try {
    sink.write(text);
    sink.flush();
  } catch {
    // The stream is closed or full.
  }
}

/** The kind of an unforeseen error; its message may hold customer data and is kept for --verbose. */
const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}${'code' in error ? ` ${String(error.code)}` : ''}` : typeof error;
