import * as z from 'zod';
import { ENCODINGS } from '../../files/encoding.js';
import type { OptionSpecs } from '../command.js';
import { profileOption } from '../shared.js';

/** Options that `import` and `init --adopt` have in common. */
export const intakeOptions = {
  map: {
    flag: '--map <header=field>',
    help: {
      zh: '指明列对应的字段,可多次给出(字段见 docs/fields.md;extra 原样保留,ignore 不导入);或给出一个映射文件 .yaml',
      en: 'which field a column is; may be repeated (fields: docs/fields.md; extra keeps it as it is, ignore leaves it out); or a mapping file, .yaml',
    },
    schema: z.array(z.string().regex(/^.+=\w+$|\.ya?ml$/i, 'HEADER=FIELD | FILE.yaml')).default([]),
    many: true,
  },
  encoding: {
    flag: '--encoding <name>',
    help: { zh: '文件编码(默认自动判断)', en: 'encoding of the file (default: found out)' },
    schema: z.enum(ENCODINGS as [string, ...string[]]).optional(),
    choices: ENCODINGS,
  },
  delimiter: {
    flag: '--delimiter <char>',
    help: { zh: '分隔符(默认自动判断)', en: 'delimiter (default: found out)' },
    schema: z
      .string()
      .transform((word) => (word === '\\t' || /^tab$/i.test(word) ? '\t' : word))
      .pipe(z.string().length(1, ', ; | tab'))
      .optional(),
  },
  sheet: {
    flag: '--sheet <name>',
    help: {
      zh: '工作簿中要读取的工作表:名称或从 1 起的序号(默认第一个有数据的)',
      en: 'worksheet of a workbook: name or number from 1 (default: the first with data)',
    },
    schema: z.string().min(1).optional(),
  },
  source: {
    flag: '--source <word>',
    help: { zh: '没有来源列时的来源渠道', en: 'source of customers whose row names none' },
    schema: z.string().min(1).optional(),
  },
  rejects: {
    flag: '--rejects <file>',
    help: { zh: '拒收文件(默认 <文件>.rejects.csv)', en: 'where rejected rows go (default: FILE.rejects.csv)' },
    schema: z.string().min(1).optional(),
  },
  profile: profileOption,
} as const satisfies OptionSpecs;
