import { recordRule } from '../rule.js';
import { SUSPECT } from '../text/char-classes.js';
import { type MojibakeReason, mojibakeReason } from '../text/mojibake.js';
import { ANYWHERE, classesOf, placesOf, valuesOf } from '../values.js';

/** Every field that holds words. */
const FIELDS = placesOf([
  'name',
  'party_kind',
  'address',
  'province',
  'city',
  'district',
  'remark',
  'tags',
  'legal_rep',
  'business_scope',
  'industry',
  'industry_sub',
  'size',
  'business_scale',
  'business_field',
  'contact_name',
  'contact_title',
  'email',
  'wechat',
  'contact_preference',
  'service_time',
  'need',
  'need_type',
  'preference',
  'purchase_cycle',
  'special_need',
  'value_class',
  'grade',
  'customer_type',
  'cooperation_history',
  'stage',
  'silent_cause',
  'follow_priority',
  'channel',
  'source',
  'consent_purpose',
  'consent_evidence',
  'owner',
  'department',
  'entered_by',
  'finance_status',
  'credit_grade',
  'lifecycle',
  'review_state',
  'end_reason',
  'invalid_reason',
  'phone_verified_by',
  'verify_result',
  'hold_reason',
  'feedback',
]);

const MESSAGE = {
  replacement: 'lost',
  'question-run': 'lost',
  'gbk-as-utf8': 'lost',
  'latin-utf8': 'wrong-encoding',
  'latin-gbk': 'wrong-encoding',
  'utf8-as-gbk': 'wrong-encoding',
  'byte-shift': 'wrong-encoding',
  pua: 'private-use',
  'pinyin-notes': 'pinyin-notes',
} as const satisfies Record<MojibakeReason, string>;

export default recordRule({
  id: 'validate/mojibake',
  clauses: ['S2-47', 'S0-20'],
  title: { zh: '文字没有乱码', en: 'Text is not garbled' },
  why: {
    zh: '用错编码打开再保存会毁掉汉字,手册 002 的原文就有这样一行;乱码的名称和地址无法核对、无法去重。',
    en: 'Opening a file in the wrong encoding and saving it destroys Chinese text, as happened to a line of handbook 002; garbled names can be neither checked nor matched.',
  },
  mend: {
    zh: '从原始文件用正确的编码(GB18030 或 UTF-8)重新导入;字已丢失的只能重新采集。',
    en: 'Import the original file again in its right encoding (GB18030 or UTF-8); characters that are lost must be asked for again.',
  },
  severity: 'error',
  family: 'accuracy',
  dimension: 'accuracy',
  messages: {
    lost: { zh: '“{value}”有乱码,部分汉字已丢失', en: '"{value}" is garbled and some of its characters are lost' },
    'wrong-encoding': {
      zh: '“{value}”是用错编码读出的乱码,换对编码可以恢复',
      en: '"{value}" was read in the wrong encoding; the right one can restore it',
    },
    'private-use': {
      severity: 'warning',
      zh: '“{value}”含有只有特定字体才能显示的字',
      en: '"{value}" has characters that only one font or system can show',
    },
    'pinyin-notes': {
      severity: 'warning',
      zh: '“{value}”里混入了繁体字加注音,是字体转换留下的',
      en: '"{value}" holds traditional characters with their readings, left by a bad font conversion',
    },
  },
  judge: () => (record, report) => {
    const classes = classesOf(record);
    if (((classes[ANYWHERE] as number) & SUSPECT) === 0) return;
    for (const { field, at } of FIELDS) {
      if (((classes[at] as number) & SUSPECT) === 0) continue;
      const value = valuesOf(record)[at] as string;
      const reason = mojibakeReason(value);
      if (reason !== null) report(MESSAGE[reason], field, { value });
    }
  },
  examples: [
    { record: { name: '深圳市云帆科技有限公司', remark: '真的能按期交货吗??', owner: '覃(qín)勇' }, expect: [] },
    { record: { need: '确??蛻艄芾砉ぷ骱戏ê弦' }, expect: ['lost'] },
    { record: { name: 'æ·±åœ³å¸‚äº‘å¸†ç§‘æŠ€æœ‰é™å…¬å¸' }, expect: ['wrong-encoding'] },
    { record: { address: '锟斤拷锟斤拷', contact_name: '王?明' }, expect: ['lost', 'lost'] },
    { record: { contact_name: '王\ue5d1明' }, expect: ['private-use'] },
    { record: { business_scope: '規(guī)范經(jīng)營(yíng)' }, expect: ['pinyin-notes'] },
  ],
});
