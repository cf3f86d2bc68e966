import { recordRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { type EmailProblem, parseEmail } from '../text/email.js';
import { mojibakeReason } from '../text/mojibake.js';

/** Blank, masked and garbled addresses have rules of their own. */
const MESSAGE = {
  noAt: 'no-at',
  manyAt: 'many-at',
  local: 'local',
  domain: 'domain',
  space: 'space',
  tooLong: 'too-long',
  han: 'han',
  empty: null,
  masked: null,
} as const satisfies Record<EmailProblem, string | null>;

export default recordRule({
  id: 'validate/email',
  clauses: ['S0-07', 'S0-20', 'S0-11'],
  title: { zh: '邮箱地址可以送达', en: 'E-mail addresses can be delivered to' },
  why: {
    zh: '写错的邮箱收不到验证邮件和确认通知;一次性邮箱过几天就不存在了。',
    en: 'A wrong address gets neither verification nor notice, and a throw-away address is gone in days.',
  },
  mend: {
    zh: '与客户核对后更正,再发验证邮件。',
    en: 'Check with the customer, correct it, then send the verification mail.',
  },
  severity: 'error',
  family: 'accuracy',
  dimension: 'accuracy',
  messages: {
    'no-at': { zh: '邮箱“{value}”没有 @', en: 'the e-mail address "{value}" has no @' },
    'many-at': {
      zh: '邮箱“{value}”有不止一个 @;一格只写一个邮箱',
      en: 'the e-mail address "{value}" has more than one @; a cell takes one address',
    },
    local: { zh: '邮箱“{value}”@ 之前的部分不合规', en: 'the part before the @ of "{value}" is malformed' },
    domain: { zh: '邮箱“{value}”@ 之后的域名不合规', en: 'the domain of "{value}" is malformed' },
    space: { zh: '邮箱“{value}”中间有空格', en: 'the e-mail address "{value}" has a space in it' },
    'too-long': { zh: '邮箱“{value}”过长', en: 'the e-mail address "{value}" is longer than any can be' },
    han: { zh: '邮箱“{value}”里有汉字', en: 'the e-mail address "{value}" has Chinese characters in it' },
    typo: {
      severity: 'warning',
      zh: '邮箱“{value}”的域名 {domain} 疑似笔误,可能是 {suggestion}',
      en: 'the domain {domain} of "{value}" may be a slip for {suggestion}',
    },
    disposable: {
      severity: 'warning',
      zh: '邮箱“{value}”属于一次性邮箱服务 {domain}',
      en: '"{value}" belongs to the throw-away mail service {domain}',
    },
  },
  judge: ({ policy }) => {
    const answer = answerReader(policy);
    return (record, report) => {
      const value = record.email;
      if (value === null) return;
      const email = parseEmail(value);
      if (email.ok) {
        const { domain, typoOf, disposable } = email;
        if (typoOf !== null) report('typo', 'email', { value, domain, suggestion: typoOf });
        else if (disposable) report('disposable', 'email', { value, domain });
        return;
      }
      const messageId = MESSAGE[email.problem];
      if (messageId !== null && answer(value) === 'given' && mojibakeReason(value) === null)
        report(messageId, 'email', { value });
    };
  },
  examples: [
    { record: { email: 'Wang.Min@yunfan-tech.com.cn' }, expect: [] },
    { record: { email: 'wangmin＠163.com。' }, expect: [] },
    { record: { email: 'wangmin@163.con' }, expect: ['typo'] },
    { record: { email: 'wangmin.163.com' }, expect: ['no-at'] },
    { record: { email: 'a1b2@chacuo.net' }, expect: ['disposable'] },
    { record: { email: 'wang@qq.com;li@qq.com' }, expect: ['many-at'] },
    { record: { email: '无' }, expect: [] },
    { record: { email: '王敏@qq.com' }, expect: ['han'] },
    { record: { email: '.wang@qq.com' }, expect: ['local'] },
    { record: { email: 'wang@yunfan' }, expect: ['domain'] },
    { record: { email: 'wang min@qq.com' }, expect: ['space'] },
    { record: { email: `${'w'.repeat(65)}@qq.com` }, expect: ['too-long'] },
  ],
});
