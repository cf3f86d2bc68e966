import { type FieldKey, fields } from '../model/fields.js';
import type { ColumnKind } from '../model/matching.js';
import { isCompanyLike } from '../rules/text/company-name.js';
import { parseCreditCode } from '../rules/text/credit-code.js';
import { parseIdCode } from '../rules/text/id-code.js';
import { judgePersonName } from '../rules/text/person-name.js';
import { parsePhone } from '../rules/text/phone.js';
import { fold, hasHan } from '../rules/text/unicode.js';

/** A proposal for one column, and what it rests on. */
export interface Inferred {
  readonly header: string;
  readonly kind: ColumnKind;
  readonly by: 'data' | 'header' | 'policy';
}

/** Headings that tell what a column holds, in the order in which they are tried. */
const HEADINGS: readonly (readonly [RegExp, ColumnKind])[] = [
  [
    /^(?:rec(?:ord)?|unique|row|customer|client|person|entity|source)?(?:id|no|number|key|pk|uid)$|^(?:客户|记录|会员)?(?:编号|编码|序号|id)$/,
    'id',
  ],
  [/cluster|^label$|^truth$|groundtruth|matchid|^split$|^source(?:dataset|file|table)?$|^备注$|^remark/, 'ignore'],
  [/^(?:given|first|fore|christian|middle)names?$|^名字?$/, 'given-name'],
  [/^(?:sur|last|family|second)names?$|^姓氏?$/, 'surname'],
  [/(?:houseno|street(?:no|number)|housenumber|unitno|flatno)$|^门牌/, 'code'],
  [/birth(?:place|city|town)|placeofbirth|^籍贯$|^出生地$/, 'place'],
  [/dob|birth|生日|出生/, 'date'],
  [/post(?:al)?code|zip|邮编|邮政编码/, 'code'],
  [/e?mail|邮箱|邮件|电邮/, 'email'],
  [/phone|mobile|^tel|telephone|^cell|fax|电话|手机|座机/, 'phone'],
  [/address|addr|street|^road|地址|住址/, 'address'],
  [/^(?:city|town|suburb|village|district|county|locality)$|^(?:城市|市|区县|乡镇)$/, 'place'],
  [/^(?:state|province|region|country|sex|gender|nationality)$|^(?:省|省份|性别|国籍)$/, 'category'],
  [
    /soc(?:ial)?sec|^ssn|nationalid|passport|taxid|^vat|licen[cs]e|uscc|creditcode|信用代码|身份证|证件号|税号/,
    'identity',
  ],
  [/occupation|profession|^job/, 'text'],
  [/公司|企业|单位|^(?:company|organi[sz]ation|business)(?:name)?$/, 'party'],
  [/联系人|法人|法定代表|contact(?:person|name)/, 'person'],
  [/name|姓名|名称/, 'party'],
];

/** What the ledger's own fields are to a comparison; business facts take no part. */
const FIELDS: Readonly<Record<string, ColumnKind>> = {
  customer_no: 'id',
  name: 'party',
  address: 'address',
  province: 'category',
  city: 'place',
  district: 'place',
  credit_code: 'identity',
  legal_rep: 'person',
  contact_name: 'person',
  phone: 'phone',
  phone_other: 'phone',
  email: 'email',
  wechat: 'text',
};

/** Ledger fields that are compared where the policy does not say otherwise. */
export const comparedFields: readonly FieldKey[] = (Object.keys(FIELDS) as FieldKey[]).filter(
  (key) => FIELDS[key] !== 'id',
);

const plain = (header: string): string =>
  fold(header)
    .toLowerCase()
    .replace(/[\s*:()[\]【】_\-.]/g, '');

const known = new Map<string, ColumnKind>();
for (const { aliases, key, name } of fields)
  for (const word of [key, name.zh, name.en, ...aliases])
    if (!known.has(plain(word))) known.set(plain(word), FIELDS[key] ?? 'ignore');

const fieldsByWord = new Map<string, FieldKey>();
for (const { aliases, key, name } of fields)
  for (const word of [key, name.zh, name.en, ...aliases])
    if (!fieldsByWord.has(plain(word))) fieldsByWord.set(plain(word), key);

/** The field that a word of the policy means: its key, a name or an alias; null: none, a column that nobody declared. */
export const fieldMeant = (word: string): FieldKey | null => fieldsByWord.get(plain(word)) ?? null;

/** Cells of a column that inference looks at. */
const SAMPLE = 1000;
const MOST = 0.6;

/** Proposes the kind of every column from its heading and its cells. `declared` kinds (by header or field) go first. */
export function inferKinds(
  headers: readonly string[],
  rows: readonly (readonly (string | null)[])[],
  declared: Readonly<Record<string, ColumnKind>> = {},
): Inferred[] {
  const byName = new Map(Object.entries(declared).map(([name, kind]) => [plain(name), kind]));
  const inferred = headers.map((header, c): Inferred => {
    const own = byName.get(plain(header));
    if (own !== undefined) return { header, kind: own, by: 'policy' };
    const cells = rows.flatMap((row) => (row[c] ? [row[c] as string] : [])).slice(0, SAMPLE);
    if (cells.length === 0) return { header, kind: 'ignore', by: 'data' };
    const heading = ofHeading(plain(header), cells);
    return heading === null ? { header, kind: ofData(cells), by: 'data' } : { header, kind: heading, by: 'header' };
  });
  const ids = inferred.filter(({ kind }) => kind === 'id');
  return withoutRepeats(
    inferred.map((column) => (column.kind === 'id' && column !== ids[0] ? { ...column, kind: 'ignore' } : column)),
    rows,
  );
}

/** What the heading says, unless the cells contradict it; null: nothing. */
function ofHeading(header: string, cells: readonly string[]): ColumnKind | null {
  const latin = !/[\u4e00-\u9fff]/.test(header);
  const found = HEADINGS.find(([pattern]) => pattern.test(header))?.[1];
  const field = known.get(header);
  if (field !== undefined && !(latin && field === 'ignore') && found !== 'given-name' && found !== 'surname')
    return checked(field, cells);
  if (found !== undefined) return checked(found, cells);
  return field ?? null;
}

/** A heading's kind as its cells have it: names that all are companies', or all persons'. */
function checked(kind: ColumnKind, cells: readonly string[]): ColumnKind {
  if (kind !== 'party') return kind;
  const companies = share(cells, isCompanyLike);
  if (companies > 0.95) return 'company';
  return companies === 0 && share(cells, (cell) => judgePersonName(cell).ok) > 0.95 ? 'person' : 'party';
}

const share = (cells: readonly string[], holds: (cell: string) => boolean): number =>
  cells.reduce((sum, cell) => sum + (holds(cell) ? 1 : 0), 0) / cells.length;

function ofData(cells: readonly string[]): ColumnKind {
  if (share(cells, (cell) => cell.includes('@')) > MOST) return 'email';
  const codes = share(cells, (cell) => parseCreditCode(cell).ok || parseIdCode(cell).ok);
  if (codes > 0.5) return 'identity';
  if (share(cells, (cell) => /^(?:19|20)\d{2}[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?$/.test(cell.trim())) > MOST)
    return 'date';
  if (share(cells, (cell) => parsePhone(cell).kind !== 'invalid' && /\d{7}/.test(cell.replace(/\D/g, ''))) > MOST)
    return 'phone';
  const distinct = new Set(cells).size;
  if (distinct === 1 && cells.length > 1) return 'ignore';
  if (distinct <= Math.max(8, cells.length / 50))
    return cells.every((cell) => cell.length <= 12) ? 'category' : 'ignore';
  if (share(cells, hasHan) > 0.5) return ofChinese(cells);
  if (share(cells, (cell) => /^[\w\s./-]{1,12}$/.test(cell) && /\d/.test(cell)) > MOST) return 'code';
  return cells.reduce((sum, cell) => sum + cell.length, 0) / cells.length < 40 ? 'text' : 'ignore';
}

function ofChinese(cells: readonly string[]): ColumnKind {
  const companies = share(cells, isCompanyLike);
  const persons = share(cells, (cell) => {
    const judged = judgePersonName(cell);
    return judged.ok && judged.surname !== null && judged.name.length <= 4;
  });
  if (companies > 0.9) return 'company';
  if (companies + persons > MOST) return companies > 0.05 ? 'party' : 'person';
  if (share(cells, (cell) => /[省市区县路街道号村镇]/.test(cell)) > MOST) return 'address';
  return cells.reduce((sum, cell) => sum + cell.length, 0) / cells.length < 12 ? 'text' : 'ignore';
}

/** A full name that only repeats given name and surname is no evidence of its own. */
function withoutRepeats(columns: readonly Inferred[], rows: readonly (readonly (string | null)[])[]): Inferred[] {
  const given = columns.findIndex(({ kind }) => kind === 'given-name');
  const surname = columns.findIndex(({ kind }) => kind === 'surname');
  if (given < 0 || surname < 0) return [...columns];
  return columns.map((column, c) => {
    if (column.by === 'policy' || !['party', 'person', 'text'].includes(column.kind)) return column;
    const full = rows.slice(0, SAMPLE).filter((row) => row[c] && row[given] && row[surname]);
    const repeats = full.filter((row) => {
      const cell = (row[c] as string).toLowerCase();
      return (
        cell.includes((row[given] as string).toLowerCase()) && cell.includes((row[surname] as string).toLowerCase())
      );
    });
    return full.length > 0 && repeats.length > full.length * MOST ? { ...column, kind: 'ignore' } : column;
  });
}
