/** The columns of the tables that hang on customers: interactions (S4-37) and transactions (S2-07). */
import type { ClauseId } from './clauses.js';
import type { ChildRow } from './plan.js';
import type { Text } from './text.js';

/** Tables that hang on customers. */
export type ChildTable = ChildRow['table'];

/** One column of such a table, with the headings under which files carry it. */
export interface ChildField {
  readonly key: 'actor' | 'amount' | 'at' | 'detail' | 'kind' | 'result' | 'status' | 'summary';
  readonly name: Text;
  readonly aliases: readonly string[];
  readonly required: boolean;
  readonly clauses: readonly ClauseId[];
}

const field = (
  key: ChildField['key'],
  zh: string,
  en: string,
  aliases: string,
  required: boolean,
  ...clauses: ClauseId[]
): ChildField => ({ key, name: { zh, en }, aliases: aliases.split('|'), required, clauses });

/** The columns by table, in the order in which they are shown. */
export const childFields: Readonly<Record<ChildTable, readonly ChildField[]>> = {
  interactions: [
    field(
      'at',
      '跟进时间',
      'At',
      '时间|日期|联系时间|联系日期|跟进日期|沟通时间|沟通日期|交互时间|互动时间|拜访时间|拜访日期|date|time|contact date|interaction date',
      true,
      'S4-37',
    ),
    field(
      'kind',
      '跟进方式',
      'Kind',
      '方式|类型|沟通方式|沟通渠道|交互方式|互动方式|联系渠道|channel|type|method',
      true,
      'S2-48',
    ),
    field(
      'actor',
      '跟进人',
      'By',
      '负责人|对接人|客户经理|业务员|记录人|拜访人|员工|staff|owner|actor',
      false,
      'S4-37',
    ),
    field(
      'summary',
      '跟进内容',
      'Summary',
      '内容|摘要|主题|沟通内容|交互内容|跟进记录|备注|summary|content|notes|subject',
      false,
      'S4-37',
    ),
    field('result', '跟进结果', 'Result', '结果|沟通结果|反馈|outcome|result', false, 'S4-37'),
  ],
  transactions: [
    field(
      'at',
      '交易时间',
      'At',
      '时间|日期|交易日期|订单日期|下单时间|下单日期|成交日期|成交时间|签约日期|date|time|order date|transaction date',
      true,
      'S2-07',
    ),
    field('kind', '交易类型', 'Kind', '类型|单据类型|业务类型|type|transaction type', false, 'S2-07'),
    field(
      'amount',
      '交易金额',
      'Amount',
      '金额|订单金额|成交金额|合同金额|含税金额|金额(元)|amount|total|price',
      true,
      'S2-07',
    ),
    field(
      'detail',
      '产品或服务',
      'Detail',
      '产品|商品|服务|明细|产品明细|商品名称|产品名称|订单号|备注|detail|item|product|service',
      false,
      'S2-07',
    ),
    field('status', '交易状态', 'Status', '状态|订单状态|付款状态|status|payment status', false, 'S2-07'),
  ],
};
