import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EmailProblem, parseEmail } from '../../../src/rules/text/email.js';

const label63 = 'a'.repeat(63);

/** Written form and address. */
const VALID: readonly (readonly [string, string])[] = [
  ['zhangwei@qq.com', 'zhangwei@qq.com'],
  ['123456789@qq.com', '123456789@qq.com'],
  ['li.na@163.com', 'li.na@163.com'],
  ['wang_fang@126.com', 'wang_fang@126.com'],
  ['13812345670@139.com', '13812345670@139.com'],
  ['18912345670@189.cn', '18912345670@189.cn'],
  ['chen@vip.qq.com', 'chen@vip.qq.com'],
  ['liu@foxmail.com', 'liu@foxmail.com'],
  ['zhao@sina.cn', 'zhao@sina.cn'],
  ['zhao@sina.com.cn', 'zhao@sina.com.cn'],
  ['sun@yeah.net', 'sun@yeah.net'],
  ['Zhang.San@Example-Corp.COM.CN', 'Zhang.San@example-corp.com.cn'],
  [' zhangwei@qq.com ', 'zhangwei@qq.com'],
  ['\u3000zhangwei@qq.com', 'zhangwei@qq.com'],
  ['\ufeffzhangwei@qq.com\u200b', 'zhangwei@qq.com'],
  ['zhangwei＠qq.com', 'zhangwei@qq.com'],
  ['ｚｈａｎｇｗｅｉ@ｑｑ．ｃｏｍ', 'zhangwei@qq.com'],
  ['zhangwei@qq.com。', 'zhangwei@qq.com'],
  ['zhangwei@qq.com；', 'zhangwei@qq.com'],
  ['zhangwei@qq.com;', 'zhangwei@qq.com'],
  ['zhangwei@qq.com.', 'zhangwei@qq.com'],
  ['zhangwei@qq.com，', 'zhangwei@qq.com'],
  ['<zhangwei@qq.com>', 'zhangwei@qq.com'],
  ['mailto:zhangwei@qq.com', 'zhangwei@qq.com'],
  ['a+tag@gmail.com', 'a+tag@gmail.com'],
  ["o'neil@example-corp.com", "o'neil@example-corp.com"],
  ['x@huawei.com', 'x@huawei.com'],
  ['foxx@qq.com', 'foxx@qq.com'],
  ['xxx123@qq.com', 'xxx123@qq.com'],
  ['info@mail.sub.gov.cn', 'info@mail.sub.gov.cn'],
  ['sales@xn--fiqs8s.xn--fiqs8s', 'sales@xn--fiqs8s.xn--fiqs8s'],
  ['a@b.museum', 'a@b.museum'],
  ['1@1.cn', '1@1.cn'],
  ['zhang-san@a-b.cn', 'zhang-san@a-b.cn'],
  [`${'a'.repeat(64)}@qq.com`, `${'a'.repeat(64)}@qq.com`],
  [`a@${label63}.com`, `a@${label63}.com`],
];

const INVALID: readonly (readonly [string, EmailProblem])[] = [
  ['', 'empty'],
  ['  ', 'empty'],
  ['\u3000', 'empty'],
  ['。', 'empty'],
  ['z***@qq.com', 'masked'],
  ['****@163.com', 'masked'],
  ['zh*@qq.com', 'masked'],
  ['xxx@xxx.com', 'masked'],
  ['XXX@qq.com', 'masked'],
  ['zhang@xxx.com', 'masked'],
  ['zhangwei', 'noAt'],
  ['zhangwei#qq.com', 'noAt'],
  ['13812345670', 'noAt'],
  ['www.example-corp.com', 'noAt'],
  ['N/A', 'noAt'],
  ['a@b.com;c@d.com', 'manyAt'],
  ['a@@qq.com', 'manyAt'],
  ['a@b.com/c@d.com', 'manyAt'],
  ['zhangwei@qq.com li@qq.com', 'manyAt'],
  ['zhang wei@qq.com', 'space'],
  ['zhangwei@ qq.com', 'space'],
  ['zhangwei @qq.com', 'space'],
  ['@qq.com', 'local'],
  ['.zhang@qq.com', 'local'],
  ['zhang.@qq.com', 'local'],
  ['zhang..wei@qq.com', 'local'],
  ['"zhang wei"@qq.com', 'space'],
  ['"zhang"@qq.com', 'local'],
  ['zhang,wei@qq.com', 'local'],
  ['zhang(wei)@qq.com', 'local'],
  ['josé@qq.com', 'local'],
  ['zhang\\wei@qq.com', 'local'],
  ['zhangwei@', 'domain'],
  ['zhangwei@qq', 'domain'],
  ['zhangwei@qqcom', 'domain'],
  ['zhangwei@qq..com', 'domain'],
  ['zhangwei@.com', 'domain'],
  ['zhangwei@-qq.com', 'domain'],
  ['zhangwei@qq-.com', 'domain'],
  ['zhangwei@q_q.com', 'domain'],
  ['zhangwei@qq.c', 'domain'],
  ['zhangwei@192.168.1.1', 'domain'],
  ['zhangwei@[192.168.1.1]', 'domain'],
  ['zhangwei@qq.123', 'domain'],
  ['zhangwei@qq.com,cn', 'domain'],
  ['zhangwei@qq/com', 'domain'],
  [`${'a'.repeat(65)}@qq.com`, 'tooLong'],
  [`a@${label63}a.com`, 'tooLong'],
  [`a@${`${label63}.`.repeat(4)}com`, 'tooLong'],
  ['张伟@qq.com', 'han'],
  ['邮箱：zhangwei@qq.com', 'han'],
  ['zhangwei@qq.com（备用）', 'han'],
  ['zhangwei@公司.中国', 'han'],
  ['客户未提供', 'han'],
  ['无', 'han'],
];

describe('parseEmail', () => {
  it.each(VALID)('reads %j', (raw, address) => {
    const email = parseEmail(raw);
    expect(email).toMatchObject({ ok: true, address });
    if (email.ok) expect(`${email.local}@${email.domain}`).toBe(address);
  });

  it.each(INVALID)('[S0-34] refuses %j: %s', (raw, problem) => {
    expect(parseEmail(raw)).toEqual({ ok: false, problem });
  });

  it.each([
    ['a@qq.con', 'qq.com'],
    ['a@qq.cm', 'qq.com'],
    ['a@qq.co', 'qq.com'],
    ['a@qq.cpm', 'qq.com'],
    ['a@qq.comm', 'qq.com'],
    ['a@163.con', '163.com'],
    ['a@163.ocm', '163.com'],
    ['a@126.om', '126.com'],
    ['a@139.vom', '139.com'],
    ['a@vip.qq.con', 'vip.qq.com'],
    ['a@gmial.com', 'gmail.com'],
    ['a@gmai.com', 'gmail.com'],
    ['a@gmal.com', 'gmail.com'],
    ['a@gmaill.com', 'gmail.com'],
    ['a@gmail.con', 'gmail.com'],
    ['a@hotmial.com', 'hotmail.com'],
    ['a@hotmai.com', 'hotmail.com'],
    ['a@hotmall.com', 'hotmail.com'],
    ['a@outlok.com', 'outlook.com'],
    ['a@outloook.com', 'outlook.com'],
    ['a@foxmial.com', 'foxmail.com'],
    ['a@foxmai.com', 'foxmail.com'],
    ['a@yaho.com', 'yahoo.com'],
    ['a@aliyum.com', 'aliyun.com'],
    ['a@iclould.com', 'icloud.com'],
    ['a@sina.con', 'sina.com'],
    ['a@sohu.cim', 'sohu.com'],
    ['a@yeah.nat', 'yeah.net'],
    ['a@189.n', null],
  ])('%s is a slip of %s', (raw, target) => {
    const email = parseEmail(raw);
    expect(email.ok ? email.typoOf : null).toBe(target);
  });

  it.each(
    `126.com 163.com 139.com 189.cn qq.com vip.qq.com foxmail.com sina.cn sina.com sina.com.cn yeah.net 188.com 263.net 21cn.com tom.com live.com live.cn
    msn.com me.com mail.com email.com ymail.com gmail.com googlemail.com outlook.com hotmail.com yahoo.com yahoo.com.cn yahoo.cn aliyun.com alimail.com
    sohu.com icloud.com 163.net 126.net wo.cn huawei.com tencent.com aq.com q.com 136.com love.com life.com soho.com time.com tcl.com sino.com song.com
    fmail.cn 360.cn 36kr.com jd.com`.split(/\s+/),
  )('%s is no slip', (domain) => {
    expect(parseEmail(`zhang@${domain}`)).toMatchObject({ ok: true, typoOf: null });
  });

  it.each([
    'mailinator.com',
    'guerrillamail.com',
    'chacuo.net',
    'linshiyouxiang.net',
    'bccto.me',
    '027168.com',
    'sub.mailinator.com',
  ])('%s is thrown away', (domain) => {
    expect(parseEmail(`zhang@${domain}`)).toMatchObject({ ok: true, disposable: true, freemail: false });
  });

  it.each(['qq.com', '163.com', 'sina.cn', '139.com', 'gmail.com', 'yeah.net'])('%s is free, and kept', (domain) => {
    expect(parseEmail(`zhang@${domain}`)).toMatchObject({ ok: true, disposable: false, freemail: true });
  });

  it('a company of its own is neither', () => {
    expect(parseEmail('zhang@yunfan-tech.com.cn')).toMatchObject({
      ok: true,
      disposable: false,
      freemail: false,
      typoOf: null,
    });
  });

  it('never throws; an address reads as itself', () => {
    const character = fc.oneof(
      fc.constantFrom(...'ab1.@-＠。 <>*张'),
      fc.string({ unit: 'binary', maxLength: 1 }),
      fc.constant('\ud800'),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(character).map((c) => c.join('')),
          fc.emailAddress(),
        ),
        (s) => {
          const email = parseEmail(s);
          if (!email.ok) return true;
          const again = parseEmail(email.address);
          return again.ok && again.address === email.address;
        },
      ),
      { numRuns: 3000 },
    );
  });
});
