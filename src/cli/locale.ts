import type { Lang } from '../model/text.js';

/** The language of the terminal: LC_ALL, LC_MESSAGES, LANG. */
export function localeLang(env: NodeJS.ProcessEnv): Lang {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return /^zh/i.test(locale) ? 'zh-CN' : 'en';
}
