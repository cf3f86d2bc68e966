import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTitleWord, judgePersonName } from '../../../src/rules/text/person-name.js';

/** text | surname | given; `-` for none. */
const NAMES = `
张三|张|三
李四|李|四
王二|王|二
赵六|赵|六
高经纶|高|经纶
张总成|张|总成
王哥华|王|哥华
王董明|王|董明
高总参|高|总参
张科|张|科
王导|王|导
张大学|张|大学
李学会|李|学会
陈一行|陈|一行
于谦|于|谦
安琪|安|琪
向前|向|前
孔子|孔|子
师文娟|师|文娟
王婷婷|王|婷婷
范冰冰|范|冰冰
单雄信|单|雄信
欧阳修|欧阳|修
司马光|司马|光
诸葛亮|诸葛|亮
万俟卨|万俟|卨
尉迟恭|尉迟|恭
皇甫嵩然|皇甫|嵩然
欧阳|欧|阳
爱新觉罗启星|爱新觉罗|启星
陳大文|陳|大文
歐陽菲菲|歐陽|菲菲
張𬱖|張|𬱖
李䶮|李|䶮
王李子涵|王|李子涵
范徐丽泰|范|徐丽泰
王 伟|王|伟
王　伟|王|伟
 刘洋 |刘|洋
尕藏加|-|-
阿里木|-|-
阿依古丽|-|-
扎西顿珠|-|-
次仁卓玛|-|-
玛依努尔|-|-
小林光一|-|-
买买提·艾力|-|-
迪丽热巴·迪力木拉提|-|-
John Smith|-|-
O'Neil|-|-
Müller|-|-
José García|-|-
Jean-Luc Picard|-|-
Nguyễn Văn An|-|-
WANG Wei|-|-
Smith, John|-|-
山田たろう|山|田たろう
王Lily|王|Lily
김철수|-|-
`
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.split('|') as [string, string, string]);

/** text | problem | the part that shows it | what is left as a suggestion. */
const FAULTS = `
三哥|nickname|三哥|-
军哥|nickname|军哥|-
王总|title|总|-
安总|title|总|-
于工|title|工|-
刘工|title|工|-
欧阳总|title|总|-
周董|title|董|-
张局|title|局|-
王哥|nickname|王哥|-
王姐|nickname|王姐|-
李叔|nickname|李叔|-
李姐|nickname|李姐|-
强哥|nickname|强哥|-
王叔|nickname|王叔|-
欧阳哥|nickname|哥|-
老李|nickname|老|-
老舍|nickname|老|-
小王|nickname|小|-
阿强|nickname|阿|-
大刘|nickname|大|-
小胖子|nickname|小|-
老王头|nickname|老王头|-
豆豆|nickname|豆豆|-
婷婷|nickname|婷婷|-
强子|nickname|子|-
华仔|nickname|仔|-
老三|nickname|老三|-
二狗子|nickname|二狗子|-
刘三姐|nickname|三姐|-
豆豆妈|nickname|妈|-
宝宝|nickname|宝宝|-
美女|nickname|美女|-
阿May|nickname|阿|-
李先生|title|先生|-
王女士|title|女士|-
陈小姐|title|小姐|-
张经理|title|经理|-
王师傅|title|师傅|-
陳經理|title|经理|-
欧阳先生|title|先生|-
刘老师|title|老师|-
赵医生|title|医生|-
王总经理|title|总经理|-
张伟先生|title|先生|张伟
王小明经理|title|经理|王小明
李伟哥|nickname|哥|李伟
采购经理|title|经理|-
财务|title|财务|-
Tony老师|title|老师|Tony
Mr. Smith|title|Mr.|Smith
Sales Manager|title|Sales Manager|-
王某|masked|王某|-
李某某|masked|李某某|-
张X|masked|张X|-
王**|masked|王**|-
测试|placeholder|测试|-
测试1|placeholder|测试1|-
未知|placeholder|未知|-
无名氏|placeholder|无名氏|-
客户|placeholder|客户|-
微信用户|placeholder|微信用户|-
N/A|placeholder|N/A|-
王|short|王|-
J|short|J|-
13800000000|digit|13800000000|-
王伟1|digit|1|王伟
王伟（已离职）|bracket|(已离职)|王伟
张三(采购)|bracket|(采购)|张三
😀王伟|emoji|😀|王伟
王伟/李娜|punctuation|/|-
王伟。|punctuation|。|王伟
深圳市云帆科技有限公司|company|深圳市云帆科技有限公司|-
云帆便利店|company|云帆便利店|-
寮犱笁鏉庡洓|mojibake||-
锟斤拷|mojibake||-
`
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.split('|') as [string, string, string, string]);

const orNull = (text: string): string | null => (text === '-' ? null : text);

describe('judgePersonName', () => {
  it.each(NAMES)('[S0-13] passes %s', (text, surname, given) => {
    expect(judgePersonName(text)).toMatchObject({ ok: true, surname: orNull(surname), given: orNull(given) });
  });

  it.each(FAULTS)('[S0-13] flags %s as %s', (text, problem, why, suggestion) => {
    const judged = judgePersonName(text);
    expect(judged).toMatchObject({ ok: false, problem, suggestion: orNull(suggestion) });
    if (why !== '' && !judged.ok) expect(judged.why).toBe(why);
  });

  it.each(['', ' ', '\u3000', '\u200b'])('[S0-13] calls %j empty', (text) => {
    expect(judgePersonName(text)).toMatchObject({ ok: false, problem: 'empty' });
  });

  it.each([
    ['买买提•艾力', '买买提·艾力'],
    ['艾力.买买提', '艾力·买买提'],
    ['王 伟', '王伟'],
    ['Ｊohn  Smith', 'John Smith'],
  ])('[S0-13] writes %s as %s', (text, name) => {
    expect(judgePersonName(text)).toMatchObject({ ok: true, name });
  });

  it.each([
    ['张三', 'han', []],
    ['旦增', 'han', ['unknownSurname']],
    ['老志诚', 'han', ['unknownSurname']],
    ['快乐每天', 'han', ['unknownSurname', 'long']],
    ['李白云飘飘', 'han', ['long']],
    ['Anna', 'latin', []],
    ['王Lily', 'mixed', []],
  ])('[S0-13] hints at what it doubts in %s', (text, script, hints) => {
    expect(judgePersonName(text)).toMatchObject({ ok: true, script, hints });
  });

  it('never throws, and suggests only names that pass themselves', () => {
    const piece = fc.constantFrom(...'王李欧阳总哥小老·. (（）1😀某x𠮷陳');
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (raw) => {
        const judged = judgePersonName(raw);
        if (judged.ok) {
          if (judged.surname !== null) expect(judged.surname + (judged.given ?? '')).toBe(judged.name);
          expect(judgePersonName(judged.name).ok).toBe(true);
        } else if (judged.suggestion !== null) {
          expect(judgePersonName(judged.suggestion).ok).toBe(true);
        }
      }),
      { numRuns: 1000, seed: 13 },
    );
  });
});

describe('isTitleWord', () => {
  it.each(
    '总经理 副总经理 采购经理 运营总监 工程师 高级工程师 软件开发工程师 法务 会计 出纳 店长 财务部经理 采购部主管 华东区销售总监 总经理助理 董事长兼总经理 法定代表人 IT经理 采购 前台 老板 護士 總經理 CEO CTO HR VP CEO/创始人'.split(
      ' ',
    ),
  )('[S4-31] %s is a title', (text) => {
    expect(isTitleWord(text)).toBe(true);
  });

  it.each(['Sales Manager', 'Software Engineer', 'Managing Director', ' 总 经 理 '])('%s is a title', (text) => {
    expect(isTitleWord(text)).toBe(true);
  });

  it.each([
    '张三',
    '王经理',
    '李会长',
    '科技',
    '华东',
    'John Smith',
    '',
    '云帆科技有限公司',
    '经理1',
    '高价值',
    '合作中',
  ])('%j is no title', (text) => {
    expect(isTitleWord(text)).toBe(false);
  });
});
