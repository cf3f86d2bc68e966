import { resolve } from 'node:path';
import * as z from 'zod';
import { isWeak, LEAST_PASSPHRASE, newKeyFile, writeKeyFile } from '../../files/key-file.js';
import { StewardError } from '../../model/errors.js';
import { type Lang, say, type Text } from '../../model/text.js';
import { fingerprint } from '../../rules/access/signature.js';
import { type Asker, type Context, type OptionSpecs, type Options, type Tool, tool } from '../command.js';
import { passphraseFileOption, passphraseIn } from '../signing.js';

const options = {
  person: {
    flag: '--person <id>',
    help: { zh: '谁的密钥(策略 people 的 id)', en: 'whose key it is: the id in the policy’s people' },
    schema: z.string().regex(/^[\p{L}\p{N}._-]+$/u, 'letters, digits, . _ -'),
  },
  out: {
    flag: '--out <file>',
    help: { zh: '密钥文件(默认 <person>.key)', en: 'the key file (default: <person>.key)' },
    schema: z.string().min(1).optional(),
  },
  passphraseFile: passphraseFileOption,
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '{person} 的密钥', en: 'Key of {person}' },
  file: { zh: '密钥文件:只属于本人,不要与人共用', en: 'key file: this person’s alone, never shared' },
  paste: {
    zh: '写入策略 people 中 {person} 的 keys,再由批准人签署(steward policy sign)',
    en: 'To be listed under {person} in the policy’s people, which an approver then signs (steward policy sign)',
  },
  ask: { zh: '新密钥的口令(至少 {least} 个字符)', en: 'Passphrase of the new key ({least} characters at least)' },
  again: { zh: '再输入一次', en: 'Once more' },
} as const satisfies Record<string, Text>;

/** The policy entry of a key, as YAML. */
const entry = (key: { readonly id: string; readonly public: string; readonly from: string }): string =>
  `keys:\n  - { id: ${key.id}, public: ${key.public}, from: ${key.from} }`;

export default tool({
  summary: {
    zh: '生成一个人的签名密钥(ed25519),私钥以口令加密保存',
    en: 'Make a person’s signing key (ed25519), its private half locked by a passphrase.',
  },
  clauses: ['S0-35', 'S2-35'],
  examples: [
    'steward key new --person zhao --out 赵总的密钥.key --passphrase-file 口令.txt',
    'steward key new --person zhang --passphrase-file 口令.txt --json',
  ],
  options,
  formats: ['text', 'json'],
  json: z.object({
    file: z.string(),
    person: z.string(),
    key: z.object({ id: z.string(), public: z.string(), from: z.string(), until: z.null() }),
  }),
  async run(context, own) {
    const { lang, today } = context;
    const path = resolve(own.out ?? `${own.person}.key`);
    const passphrase = await newPassphrase(context, own, path);
    if (isWeak(passphrase)) throw new StewardError('passphrase-weak', { least: LEAST_PASSPHRASE });
    const file = newKeyFile(own.person, today, passphrase);
    writeKeyFile(path, file);
    const key = { id: fingerprint(file.public), public: file.public, from: today, until: null };
    return {
      data: { file: path, person: own.person, key },
      doc: () => ({
        lang,
        title: say(words.title, lang, { person: own.person }),
        subtitle: key.id,
        meta: [],
        blocks: [
          { kind: 'definitions', items: [[path, say(words.file, lang)]] },
          { kind: 'heading', level: 2, text: say(words.paste, lang, { person: own.person }) },
          { kind: 'code', text: entry(key) },
        ],
      }),
      exit: 0,
    };
  },
} satisfies Omit<Tool<typeof options>, 'kind'>);

/** The passphrase of a key to be made: asked for twice, because it cannot be looked at. */
async function newPassphrase(context: Context, own: Options<typeof options>, path: string): Promise<string> {
  if (own.passphraseFile !== undefined) return passphraseIn(own.passphraseFile);
  const { passphrase } = context.signing;
  if (passphrase !== null) return passphrase;
  if (context.ask === null) throw new StewardError('passphrase-needed', { path });
  return askTwice(context.ask, context.lang);
}

async function askTwice(ask: Asker, lang: Lang): Promise<string> {
  const first = await ask.secret(say(words.ask, lang, { least: LEAST_PASSPHRASE }));
  if (isWeak(first)) throw new StewardError('passphrase-weak', { least: LEAST_PASSPHRASE });
  if ((await ask.secret(say(words.again, lang))) !== first) throw new StewardError('passphrase-differs');
  return first;
}
