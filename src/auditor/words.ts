/** What the check says, in both languages: an auditor of either reads the same page. */

/** A text in both. */
export interface Said {
  readonly zh: string;
  readonly en: string;
}

type Values = Readonly<Record<string, number | string>>;

const fill = (text: string, values: Values): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/** What does not hold. */
export const faultWords = {
  'manifest-missing': { zh: '没有清单', en: 'there is no list of files' },
  'manifest-altered': { zh: '清单不可读,或被改动', en: 'the list of files cannot be read, or was altered' },
  'file-missing': { zh: '清单中的文件不在', en: 'a file of the list is not there' },
  'file-extra': { zh: '清单中没有这个文件', en: 'this file is not in the list' },
  'file-altered': { zh: '内容与清单的指纹不符', en: 'its bytes are not those of the list' },
  'file-damaged': { zh: '无法读出', en: 'it cannot be read' },
  'zip-altered': {
    zh: 'ZIP 本身被改动(条目、目录或封条)',
    en: 'the ZIP itself was altered (headers, its list of files, or its seal)',
  },
  'line-unreadable': { zh: '第 {line} 行不是事件', en: 'line {line} is no event' },
  'event-missing': { zh: '缺少事件 {first}…{last}', en: 'events {first}…{last} are missing' },
  'link-broken': {
    zh: '事件 {seq} 的哈希不是由前一事件得出:此事件被改动、插入,或前面缺了一条',
    en: 'the hash of event {seq} does not follow from the one before: it was altered or put in, or one before it is gone',
  },
  'time-backwards': { zh: '事件 {seq} 的时间早于前一事件', en: 'event {seq} is earlier than the one before' },
  'head-differs': {
    zh: '清单所说的链头 {size} 不是这一段的',
    en: 'the head {size} that the list names is not that of this segment',
  },
  'signature-bad': {
    zh: '事件 {seq} 的签名不成立({person})',
    en: 'the signature of event {seq} does not hold ({person})',
  },
  'key-unlisted': {
    zh: '事件 {seq} 的签名公钥不在 keys.json 中({person})',
    en: 'the public key of event {seq} is not in keys.json ({person})',
  },
  'key-misnamed': { zh: '公钥与其指纹不符({person})', en: 'a public key does not have its fingerprint ({person})' },
  'step-differs': { zh: '与事件 {seq} 不符', en: 'it is not what event {seq} says' },
  'policy-misnamed': { zh: '策略的内容与其指纹不符', en: 'the policy does not have the hash that it is named by' },
  'policy-unlisted': {
    zh: '事件 {seq} 的运行所用策略既不在包内,也没有列为缺少',
    en: 'the policy of the run that event {seq} closes is neither here nor listed as missing',
  },
  'register-differs': {
    zh: '登记簿与事件 {seq} 不符',
    en: 'the register is not what event {seq} says',
  },
  'register-longer': { zh: '登记簿里有事件中没有的行', en: 'the register has lines of no event' },
  'segment-rewritten': {
    zh: '事件 {first}…{last} 被改写:{after} 之后,见证于 {ts} 的链头({size} 条)不在链上(共 {heads} 个不在)',
    en: 'events {first}…{last} were rewritten: after {after}, the head witnessed at {ts} ({size} events) is not in the chain ({heads} are not)',
  },
  'tail-cut': {
    zh: '尾部被截:缺少事件 {first}…{last},{ts} 已见证有 {size} 条',
    en: 'the tail was cut: events {first}…{last} are missing; {size} were witnessed at {ts}',
  },
} as const satisfies Record<string, Said>;

/** What is worth knowing and no fault. */
export const noteWords = {
  'policies-missing': {
    zh: '当时的策略有 {count} 个不在包内,无法核对',
    en: 'policies that were in force and are not in the bundle, so that they could not be checked: {count}',
  },
  'given-up': {
    zh: '第 {run} 次运行恢复了备份,放弃了 {heads} 个已见证的链头;链中有记载',
    en: 'run {run} went back to a backup and gave up {heads} witnessed heads; the chain says so',
  },
  'witness-outside': {
    zh: '见证文件中另有 {earlier} 个更早、{later} 个更晚的链头,不在这一段内',
    en: 'the witness has {earlier} earlier and {later} later heads, which are outside this segment',
  },
  'witness-empty': {
    zh: '见证文件里没有这个台账的链头',
    en: 'the witness holds no head of this ledger',
  },
  'witness-none': {
    zh: '没有见证:仅凭链本身看不出尾部被截、整体改写或换回旧副本',
    en: 'without a witness: a chain alone does not show a tail that was cut, a whole rewriting, or an old copy put back',
  },
} as const satisfies Record<string, Said>;

/** What was looked at, with how many of each. */
export const countWords = {
  files: { zh: '文件', en: 'files' },
  events: { zh: '事件,逐环相连', en: 'events, link by link' },
  signatures: { zh: '签名', en: 'signatures' },
  policies: { zh: '策略', en: 'policies' },
  accesses: { zh: '查阅登记', en: 'lines of the access register' },
  destructions: { zh: '销毁登记', en: 'lines of the register of destruction' },
  heads: { zh: '见证的链头', en: 'witnessed heads' },
} as const satisfies Record<string, Said>;

/** A text with its values. */
export const told = ({ zh, en }: Said, values: Values = {}): Said => ({ zh: fill(zh, values), en: fill(en, values) });
