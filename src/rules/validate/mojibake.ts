import type { FieldKey } from '../../model/fields.js';
import { keysOf, type Pick } from '../pick.js';
import { recordRule } from '../rule.js';
import { type MojibakeReason, mojibakeReason } from '../text/mojibake.js';

/** Every field that holds words. */
const pick: Pick = (r) => [
  r.name,
  r.party_kind,
  r.address,
  r.province,
  r.city,
  r.district,
  r.remark,
  r.tags,
  r.legal_rep,
  r.business_scope,
  r.industry,
  r.industry_sub,
  r.size,
  r.business_scale,
  r.business_field,
  r.contact_name,
  r.contact_title,
  r.email,
  r.wechat,
  r.contact_preference,
  r.service_time,
  r.need,
  r.need_type,
  r.preference,
  r.purchase_cycle,
  r.special_need,
  r.value_class,
  r.grade,
  r.customer_type,
  r.cooperation_history,
  r.stage,
  r.silent_cause,
  r.follow_priority,
  r.channel,
  r.source,
  r.consent_purpose,
  r.consent_evidence,
  r.owner,
  r.department,
  r.entered_by,
  r.finance_status,
  r.credit_grade,
  r.lifecycle,
  r.review_state,
  r.end_reason,
  r.invalid_reason,
  r.phone_verified_by,
  r.verify_result,
  r.hold_reason,
  r.feedback,
];
const FIELDS = keysOf(pick);

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
    const values = pick(record);
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value === null || value === undefined) continue;
      const reason = mojibakeReason(value);
      if (reason !== null) report(MESSAGE[reason], FIELDS[i] as FieldKey, { value });
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
