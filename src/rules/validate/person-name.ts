import type { FieldKey } from '../../model/fields.js';
import { type Report, recordRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { partyKind } from '../text/party.js';
import { judgePersonName, type PersonNameProblem } from '../text/person-name.js';

type MessageId = 'long' | 'unknown-surname' | Exclude<PersonNameProblem, 'empty' | 'masked' | 'mojibake'>;

export default recordRule({
  id: 'validate/person-name',
  clauses: ['S0-13', 'S0-20'],
  title: { zh: '姓名用真名', en: 'People have their real names' },
  why: {
    zh: '000:23 禁用昵称:“三哥”“王总”换一个人就对不上号,也无法核对合同和证件。',
    en: '000:23 forbids nicknames: 三哥 or 王总 means nothing to the next colleague and matches no contract.',
  },
  mend: {
    zh: '问清并填写真实姓名;称呼写到职位或备注。少数民族和外国姓名照证件写法。',
    en: 'Ask for the real name; a form of address belongs in the title or the remark. Names of other peoples stay as on the document.',
  },
  severity: 'error',
  family: 'conformity',
  dimension: 'authenticity',
  messages: {
    nickname: { zh: '“{value}”是昵称,应填真实姓名', en: '"{value}" is a nickname; the real name is needed' },
    title: {
      zh: '“{value}”是称呼或职务(“{part}”),应填真实姓名',
      en: '"{value}" is a title or a form of address ("{part}"); the real name is needed',
    },
    placeholder: { zh: '“{value}”不是姓名', en: '"{value}" stands for a name that is not known' },
    digit: { zh: '姓名“{value}”里有数字', en: 'the name "{value}" has digits in it' },
    emoji: { zh: '姓名“{value}”里有表情符号', en: 'the name "{value}" has an emoji in it' },
    company: {
      zh: '“{value}”是单位名称,这里应填人的姓名',
      en: '"{value}" is an organisation; a person’s name is expected here',
    },
    bracket: {
      severity: 'warning',
      zh: '姓名“{value}”带括注,附注请移到备注',
      en: 'the name "{value}" carries a note in brackets; it belongs in the remark',
    },
    punctuation: {
      severity: 'warning',
      zh: '姓名“{value}”里有多余的符号“{part}”',
      en: 'the name "{value}" has a sign that does not belong there: "{part}"',
    },
    short: {
      severity: 'warning',
      zh: '“{value}”只有一个字,应填完整姓名',
      en: '"{value}" is a single character; the full name is needed',
    },
    'unknown-surname': {
      severity: 'info',
      zh: '“{value}”的姓不在姓氏表里,请核对',
      en: '"{value}" does not begin with a known surname; please check',
    },
    long: {
      severity: 'info',
      zh: '姓名“{value}”偏长,请核对',
      en: 'the name "{value}" is unusually long; please check',
    },
  },
  judge: ({ policy }) => {
    const answer = answerReader(policy);
    const judgeField = (field: FieldKey, value: string, report: Report<MessageId>): void => {
      const judged = judgePersonName(value);
      if (judged.ok) {
        const [hint] = judged.hints;
        if (hint !== undefined && answer(value) === 'given')
          report(hint === 'long' ? 'long' : 'unknown-surname', field, { value });
        return;
      }
      // Fillers, masked and garbled values have rules of their own.
      const { problem, why } = judged;
      if (problem === 'empty' || problem === 'masked' || problem === 'mojibake' || answer(value) !== 'given') return;
      report(problem, field, problem === 'title' || problem === 'punctuation' ? { value, part: why } : { value });
    };
    return (record, report) => {
      const { name, contact_name, legal_rep } = record;
      if (name !== null && partyKind(record, policy) === 'person') judgeField('name', name, report);
      if (contact_name !== null) judgeField('contact_name', contact_name, report);
      if (legal_rep !== null) judgeField('legal_rep', legal_rep, report);
    };
  },
  examples: [
    { record: { name: '张三', party_kind: '个人客户', contact_name: '买买提·艾力' }, expect: [] },
    { record: { name: '三哥' }, expect: ['nickname'] },
    { record: { name: '王总', contact_name: null }, expect: ['title'] },
    { record: { name: '李姐' }, expect: ['nickname'] },
    {
      record: { name: '深圳市云帆科技有限公司', contact_name: '老李', legal_rep: '李伟2' },
      expect: ['nickname', 'digit'],
    },
    { record: { contact_name: '客户未提供', legal_rep: '无' }, expect: [] },
    { record: { contact_name: '云帆科技有限公司' }, expect: ['company'] },
    { record: { contact_name: '客户', legal_rep: '王李子涵轩' }, expect: ['placeholder', 'long'] },
    { record: { contact_name: '张三(财务)', legal_rep: '张三，' }, expect: ['bracket', 'punctuation'] },
    { record: { contact_name: '张' }, expect: ['short'] },
    { record: { contact_name: '小明😀', legal_rep: '佛系' }, expect: ['emoji', 'unknown-surname'] },
  ],
});
