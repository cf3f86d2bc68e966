// Made by `npm run gen`; do not edit.
// biome-ignore-all format: generated
import type { Text } from '../model/text.js';
import type { Command } from './command.js';

/** A command as it is listed before it is loaded. */
export interface Listed {
  readonly name: string;
  readonly kind: Command['kind'];
  readonly summary: Text;
  load(): Promise<{ readonly default: Command }>;
}

/** Every command, by name. */
export const commands: readonly Listed[] = [
  { name: 'archive', kind: 'change', summary: {"zh":"合作结束的客户归入历史客户库,写明结束日期和原因;用 undo 撤销","en":"Move customers whose cooperation ended to the history library, with day and reason; undo takes it back."}, load: () => import('./archive.js') },
  { name: 'audit verify', kind: 'query', summary: {"zh":"读遍台账,核验审计链、承诺值和每一行","en":"Read everything and check chain, commitments and rows."}, load: () => import('./audit/verify.js') },
  { name: 'classify', kind: 'query', summary: {"zh":"为客户建议行业、价值、等级、类型、规模、阶段、需求","en":"Suggest industry, value, grade, type, size, stage and needs."}, load: () => import('./classify.js') },
  { name: 'classify regrade', kind: 'change', summary: {"zh":"重新评定等级和价值:给出变更清单和依据,--yes 执行","en":"Review grades and value classes: what changes and why; --yes decides."}, load: () => import('./classify/regrade.js') },
  { name: 'completion', kind: 'tool', summary: {"zh":"输出命令补全脚本(bash、zsh、fish)","en":"Print a completion script for bash, zsh or fish."}, load: () => import('./completion.js') },
  { name: 'dedupe explain', kind: 'query', summary: {"zh":"说明两个客户为何是(或不是)同一客户,或一个归并后的客户如何而来","en":"Explain why two customers are one or not, or how a merged customer came about."}, load: () => import('./dedupe/explain.js') },
  { name: 'dedupe keep-apart', kind: 'change', summary: {"zh":"定为不同客户:以后不再归并,也不再提示","en":"Decide that customers are different: never merged, never asked for again."}, load: () => import('./dedupe/keep-apart.js') },
  { name: 'dedupe merge', kind: 'change', summary: {"zh":"把同一客户的多条记录归并为一个客户","en":"Make one customer of several records of it; nothing is deleted, unmerge takes it back."}, load: () => import('./dedupe/merge.js') },
  { name: 'dedupe model', kind: 'query', summary: {"zh":"显示查重学得的权重、分组键和保留的内容","en":"Show what scans learned: weights, keys, and what is remembered."}, load: () => import('./dedupe/model.js') },
  { name: 'dedupe must-link', kind: 'change', summary: {"zh":"定为同一客户:下次自动归并时并在一起","en":"Decide that customers are one: the next automatic merge puts them together."}, load: () => import('./dedupe/must-link.js') },
  { name: 'dedupe review', kind: 'change', summary: {"zh":"逐对判断疑似重复:在终端上询问,或用决定表","en":"Decide on likely duplicates: on a terminal pair by pair, or in a sheet."}, load: () => import('./dedupe/review.js') },
  { name: 'dedupe scan', kind: 'query', summary: {"zh":"在台账或文件中查找重复的客户","en":"Find the customers of the ledger, or the records of a file, that are one."}, load: () => import('./dedupe/scan.js') },
  { name: 'dedupe unmerge', kind: 'change', summary: {"zh":"撤销归并:成员恢复为各自的客户,之后的改动归还给各自的成员","en":"Take a merge back: members are customers again, with the later edits that are their own."}, load: () => import('./dedupe/unmerge.js') },
  { name: 'dedupe why-not', kind: 'query', summary: {"zh":"说明两个客户为何没有归在一起:最先起作用的原因","en":"Say the first thing that keeps two customers from being put together."}, load: () => import('./dedupe/why-not.js') },
  { name: 'doctor', kind: 'query', summary: {"zh":"体检:台账身份、审计链、策略、日历、版本","en":"Check up: ledger identity, trail, policy, calendar, versions."}, load: () => import('./doctor.js') },
  { name: 'dormant activate', kind: 'change', summary: {"zh":"开始激活沉默客户:写明沉默原因;两周内无响应的由 dormant lapse 转低优先级","en":"Begin to activate silent customers, each with its cause; who does not answer in two weeks goes to dormant lapse."}, load: () => import('./dormant/activate.js') },
  { name: 'dormant flag', kind: 'change', summary: {"zh":"把核实为失联的客户标记为休眠状态,并停止营销;可用 dormant wake 恢复","en":"Mark customers who were verified as lost as dormant, and stop marketing; dormant wake takes it back."}, load: () => import('./dormant/flag.js') },
  { name: 'dormant lapse', kind: 'change', summary: {"zh":"激活后两周内无响应的客户转为低优先级跟进(第 15 天起)","en":"Lower the priority of activated customers who did not answer in two weeks (from day 15)."}, load: () => import('./dormant/lapse.js') },
  { name: 'dormant list', kind: 'query', summary: {"zh":"列出沉默客户和休眠候选","en":"List silent customers and candidates for dormancy."}, load: () => import('./dormant/list.js') },
  { name: 'dormant wake', kind: 'change', summary: {"zh":"把休眠客户恢复为休眠前的样子;其间改过的营销许可不动","en":"Take dormant customers back as they were; a marketing consent that was changed since stays."}, load: () => import('./dormant/wake.js') },
  { name: 'due', kind: 'query', summary: {"zh":"列出到某日为止的待办:联系、核实、复核、跟进、保存期满、错过的清理","en":"List all that is due by a day: contacts, verifications, reviews, follow-ups, terms over, sweeps missed."}, load: () => import('./due.js') },
  { name: 'explain', kind: 'query', summary: {"zh":"解释一个客户:每个标签、每个问题的出处、依据和改变条件","en":"Explain one customer: every label and finding, with clause, inputs and what would change it."}, load: () => import('./explain.js') },
  { name: 'history', kind: 'query', summary: {"zh":"一个客户的变更记录:谁、何时、为何、前后内容","en":"How a customer came to be: who, when, why, before and after."}, load: () => import('./history.js') },
  { name: 'hold list', kind: 'query', summary: {"zh":"列出处于保全的客户:自何日、由谁、为何","en":"List customers on legal hold: since when, by whom, why."}, load: () => import('./hold/list.js') },
  { name: 'hold release', kind: 'change', summary: {"zh":"解除法律保全;策略列有人员时,须由设置者以外的人解除","en":"Release customers from legal hold; where the policy lists people, by another person than who set it."}, load: () => import('./hold/release.js') },
  { name: 'hold set', kind: 'change', summary: {"zh":"法律保全:客户不得标记休眠、不得清除,直到解除;原因写入“保全原因”","en":"Put customers on legal hold: neither dormant nor purged until released; the reason is kept with them."}, load: () => import('./hold/set.js') },
  { name: 'import', kind: 'change', summary: {"zh":"导入客户文件(CSV/TSV/XLSX)","en":"Take a customer file in (CSV/TSV/XLSX)."}, load: () => import('./import.js') },
  { name: 'import inspect', kind: 'query', summary: {"zh":"查看要导入的文件:编码、列的对应、每列的内容和问题;不需要台账","en":"Look at a file before it is imported: encoding, mapping, what its columns hold, what is wrong; no ledger needed."}, load: () => import('./import/inspect.js') },
  { name: 'import undo', kind: 'change', summary: {"zh":"撤销一次导入:新建的移出,更新的恢复,挂起的收回","en":"Undo an import: what it made is taken out, what it changed goes back, what it held is dropped."}, load: () => import('./import/undo.js') },
  { name: 'init', kind: 'change', summary: {"zh":"建立新台账;--adopt 接管现有客户文件","en":"Make a new ledger; --adopt takes an existing customer file over."}, load: () => import('./init.js') },
  { name: 'number check', kind: 'query', summary: {"zh":"检查编号:格式、与行业和价值是否相符、流水号空缺","en":"Check numbers: form, agreement with industry and value, gaps in the serials."}, load: () => import('./number/check.js') },
  { name: 'number issue', kind: 'change', summary: {"zh":"为没有编号的客户编号","en":"Give numbers to customers who have none."}, load: () => import('./number/issue.js') },
  { name: 'number parse', kind: 'tool', summary: {"zh":"解读一个客户编号","en":"Read the parts of a customer number."}, load: () => import('./number/parse.js') },
  { name: 'policy infer', kind: 'tool', summary: {"zh":"由文件推断查重用的列类型","en":"Propose kinds of columns for finding duplicates, from a file."}, load: () => import('./policy/infer.js') },
  { name: 'policy lint', kind: 'tool', summary: {"zh":"检查策略:空缺、重叠、矛盾、未知条款","en":"Check the policy: gaps, overlaps, contradictions, unknown clauses."}, load: () => import('./policy/lint.js') },
  { name: 'policy show', kind: 'tool', summary: {"zh":"显示生效的全部策略","en":"Print the whole policy in force."}, load: () => import('./policy/show.js') },
  { name: 'report changes', kind: 'query', summary: {"zh":"变更清单:一处变更一行,供其他部门更新(关键字段加 --key)","en":"The change feed for other departments: one line for each change; key fields with --key."}, load: () => import('./report/changes.js') },
  { name: 'report monthly', kind: 'query', summary: {"zh":"月度报告:质量、完整性、阶段、沉默与休眠","en":"The monthly report: quality, completeness, stages, silence."}, load: () => import('./report/monthly.js') },
  { name: 'report register', kind: 'query', summary: {"zh":"客户信息分类及处理记录表(004:84 的 13 列)","en":"The record table of 004:84: its 13 columns, in order."}, load: () => import('./report/register.js') },
  { name: 'review approve', kind: 'change', summary: {"zh":"复核通过新客户,由录入人和负责人以外的人执行","en":"Approve new customers, by another person than entrant and owner."}, load: () => import('./review/approve.js') },
  { name: 'review decide', kind: 'change', summary: {"zh":"决定挂起的行:新建、更新或放弃;在终端上逐行询问","en":"Decide held rows: create, update or drop; on a terminal one by one."}, load: () => import('./review/decide.js') },
  { name: 'review list', kind: 'query', summary: {"zh":"列出等待复核、退回、挂起、隔离的,及其期限","en":"List what waits: for review, with its entrant, held, quarantined; and until when."}, load: () => import('./review/list.js') },
  { name: 'review notices', kind: 'query', summary: {"zh":"列出复核通过而客户尚未确认信息的,供发送通知","en":"List approved customers who have not confirmed their data, for sending notices."}, load: () => import('./review/notices.js') },
  { name: 'review precheck', kind: 'change', summary: {"zh":"负责人初核所采集的信息,记下日期","en":"The owner’s first check of what was collected; notes its day."}, load: () => import('./review/precheck.js') },
  { name: 'review quarantine', kind: 'change', summary: {"zh":"标注虚假或无效的客户并移出在用范围,可恢复","en":"Mark false or invalid customers and take them out of the active set; reversible."}, load: () => import('./review/quarantine.js') },
  { name: 'review release', kind: 'change', summary: {"zh":"解除隔离,恢复原来的档案状态","en":"Take quarantined customers back as they were."}, load: () => import('./review/release.js') },
  { name: 'review return', kind: 'change', summary: {"zh":"退回有问题的新客户,由原录入人修正后重新提交","en":"Return new customers to their entrants, who mend and submit them again."}, load: () => import('./review/return.js') },
  { name: 'review sheet', kind: 'query', summary: {"zh":"把挂起的行导出为决定表,两边并列","en":"Export the held rows as a sheet to decide on, both sides beside each other."}, load: () => import('./review/sheet.js') },
  { name: 'schema', kind: 'tool', summary: {"zh":"显示某命令 --json 输出的 JSON Schema","en":"Print the JSON Schema of a command’s --json."}, load: () => import('./schema.js') },
  { name: 'show', kind: 'query', summary: {"zh":"显示一个客户","en":"Show one customer."}, load: () => import('./show.js') },
  { name: 'sweep monthly', kind: 'change', summary: {"zh":"每月清理:校验、分类、找出沉默与休眠候选、出报告","en":"The monthly sweep: validate, classify, find who went quiet, report."}, load: () => import('./sweep/monthly.js') },
  { name: 'undo', kind: 'change', summary: {"zh":"撤销一次运行,之后的改动不受影响;不能撤销的逐项列出","en":"Undo a run, keeping what came later; what cannot be undone is named, item by item."}, load: () => import('./undo.js') },
  { name: 'update', kind: 'change', summary: {"zh":"修改客户:写明原因;关键字段等待另一人确认","en":"Change a customer, with a reason; key fields wait for another person."}, load: () => import('./update.js') },
  { name: 'update confirm', kind: 'change', summary: {"zh":"确认关键信息变更,使其生效","en":"Confirm a change of key fields, which then takes effect."}, load: () => import('./update/confirm.js') },
  { name: 'update pending', kind: 'query', summary: {"zh":"列出等待确认的关键信息变更","en":"List the changes of key fields that wait for confirmation."}, load: () => import('./update/pending.js') },
  { name: 'update reject', kind: 'change', summary: {"zh":"驳回关键信息变更","en":"Reject a change of key fields."}, load: () => import('./update/reject.js') },
  { name: 'validate', kind: 'query', summary: {"zh":"校验台账或文件中的客户信息","en":"Check the customers of the ledger, or of a file."}, load: () => import('./validate.js') },
  { name: 'verify export', kind: 'query', summary: {"zh":"写出核实名单:每个负责人一份,或全部一份;不改任何状态","en":"Write verification lists, one an owner or one for all; no state is changed."}, load: () => import('./verify/export.js') },
  { name: 'verify import', kind: 'change', summary: {"zh":"读回填好的核实名单:只登记核实结果、日期和依据,不改其他内容","en":"Read filled-in verification lists back: results, days and evidence, and nothing else."}, load: () => import('./verify/import.js') },
];
