/** The operator's signing key, as commands that sign take it. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { fileFault } from '../files/faults.js';
import { type OpenedKey, readKeyFile } from '../files/key-file.js';
import { StewardError } from '../model/errors.js';
import { say } from '../model/text.js';
import type { Context, OptionSpec, OptionSpecs } from './command.js';

/** Where the passphrase of a key is read from. */
export const passphraseFileOption = {
  flag: '--passphrase-file <file>',
  help: {
    zh: '口令在此文件的第一行(默认询问,或 STEWARD_KEY_PASSPHRASE)',
    en: 'the passphrase is its first line (default: asked for, or STEWARD_KEY_PASSPHRASE)',
  },
  schema: z.string().min(1).optional(),
} as const satisfies OptionSpec;

/** Options of a command that signs. */
export const signingOptions = {
  key: {
    flag: '--key <file>',
    help: { zh: '您的密钥文件(默认 STEWARD_KEY)', en: 'your key file (default: STEWARD_KEY)' },
    schema: z.string().min(1).optional(),
  },
  passphraseFile: passphraseFileOption,
} as const satisfies OptionSpecs;

/** The first line of a passphrase file. @throws what reading a file throws */
export function passphraseIn(path: string): string {
  try {
    return (readFileSync(path, 'utf8').split(/\r?\n/)[0] as string).replace(/^\ufeff/, '');
  } catch (error) {
    throw fileFault(error, path, 'read');
  }
}

/**
 * Unlocks a key file with the passphrase of the file named, of the environment, or asked for.
 *
 * @throws StewardError passphrase-needed, passphrase-wrong, key-file-invalid; what reading a file throws
 */
export async function unlock(context: Context, path: string, passphraseFile: string | undefined): Promise<OpenedKey> {
  const file = readKeyFile(path);
  const given = passphraseFile === undefined ? context.signing.passphrase : passphraseIn(passphraseFile);
  if (given === null && context.ask === null) throw new StewardError('passphrase-needed', { path });
  const passphrase =
    given ??
    (await context.ask?.secret(say({ zh: '{path} 的口令', en: 'Passphrase of {path}' }, context.lang, { path }))) ??
    '';
  const opened = context.signing.open(file, passphrase);
  if (opened === null) throw new StewardError('passphrase-wrong', { path });
  return opened;
}

/**
 * The operator's key, unlocked.
 *
 * @throws StewardError key-missing, and as `unlock`
 */
export function signingKey(
  context: Context,
  command: string,
  { key, passphraseFile }: { readonly key?: string | undefined; readonly passphraseFile?: string | undefined },
): Promise<OpenedKey> {
  const path = key ?? context.signing.keyFile;
  if (path === null) throw new StewardError('key-missing', { command, option: '--key' });
  return unlock(context, path, passphraseFile);
}
