import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Doc } from '../../src/output/document.js';
import { renderCsv } from '../../src/output/render-csv.js';
import { renderHtml } from '../../src/output/render-html.js';
import { renderMarkdown } from '../../src/output/render-markdown.js';
import { renderTerminal } from '../../src/output/render-terminal.js';
import { makeStyle } from '../../src/output/style.js';
import { displayWidth } from '../../src/output/width.js';
import { parseMarkup } from './markup.js';
import { docOf, enDoc, hostileText, UNSAFE, zhDoc } from './samples.js';

const plain = makeStyle({ level: 0, unicode: true });
const ascii = makeStyle({ level: 0, unicode: false });

describe('terminal', () => {
  it('a Chinese report', () => {
    expect(renderTerminal(zhDoc, { width: 60, style: plain })).toBe(`客户资料月报
2026 年 6 月
────────────────────────────────────────────────────────────

统计截止  2026-06-30
政策      default@3

总体
────

  在册客户  128,437 户  较上月 +1,204
✗ 准确率       93.1 %

! 注意：有 37 条信用代码不符。

资料质量
────────

各维度质量
  完整性  96.4%  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  准确性  50.0%  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  目标 95%

字段完整率
字段        缺失   完整率
────────  ──────  ───────
客户名称       0   100.0%
联系电话  12,841  ✗ 79.1%
────────  ──────  ───────
合计      12,841    89.5%
另有 1,204 行未列出

完整率为必填字段已填的比例。

    steward audit verify

沉默客户  超过 3 个月没有联系。
`);
  });

  it('an English report without Unicode', () => {
    expect(renderTerminal(enDoc, { width: 40, style: ascii })).toBe(`Customer register
----------------------------------------

Stages by grade (customers)
  # A   = B
  lead         40  #=
  customer  1,000  #####################
Stage         A        B  Total
--------  -----  -------  -----
lead         10       30     40
customer  1,000  unknown  1,000

Completeness
Share of required fields.
Month     rate
-------  -----
2026-05  91.2%
2026-06    93%

Rejected
Name  Rows
----  ----
(no data)
`);
  });

  it('sparks show a trend where Unicode is at hand, with a gap where a value is not known', () => {
    const doc: Doc = {
      ...enDoc,
      blocks: [
        {
          kind: 'chart',
          chart: {
            type: 'line',
            title: 'T',
            labelHeading: 'M',
            labels: ['1', '2', '3', '4'],
            series: [{ name: 's', values: [1, null, 4, 8] }],
          },
        },
      ],
    };
    expect(renderTerminal(doc, { width: 60, style: plain })).toContain('\n  s  8  ▁ ▄█\n');
  });

  it('stays within the width, for any text (code and key figures, which are never cut, apart)', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 40, max: 120 }), (text, width) => {
        const doc = docOf(text.normalize('NFC').replace(/\p{M}/gu, ''));
        const blocks = doc.blocks.filter((block) => block.kind !== 'code' && block.kind !== 'kpis');
        const shown = renderTerminal({ ...doc, blocks }, { width, style: plain });
        for (const line of shown.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(width);
      }),
      { numRuns: 200 },
    );
  });
});

describe('markdown', () => {
  it('a Chinese report', () => {
    expect(renderMarkdown(zhDoc)).toBe(`# 客户资料月报

2026 年 6 月

- **统计截止**：2026-06-30
- **政策**：default@3

## 总体

| 指标 | 数值 | 说明 |
| :-- | --: | :-- |
| 在册客户 | 128,437 户 | 较上月 +1,204 |
| 准确率 | ✗ 93.1% |  |

> **注意** 有 37 条信用代码不符。

## 资料质量

**各维度质量**

| 维度 | 得分 |
| :-- | --: |
| 完整性 | 96.4% |
| 准确性 | 50.0% |

**字段完整率**

| 字段 | 缺失 | 完整率 |
| :-- | --: | --: |
| 客户名称 | 0 | 100.0% |
| 联系电话 | 12,841 | ✗ 79.1% |
| **合计** | **12,841** | **89.5%** |

*另有 1,204 行未列出*

完整率为必填字段已填的比例。

\`\`\`
steward audit verify
\`\`\`

- **沉默客户**：超过 3 个月没有联系。
`);
  });

  it('an English report', () => {
    expect(renderMarkdown(enDoc)).toBe(`# Customer register

**Stages by grade (customers)**

| Stage | A | B | Total |
| :-- | --: | --: | --: |
| lead | 10 | 30 | 40 |
| customer | 1,000 | unknown | 1,000 |

**Completeness**

Share of required fields.

| Month | rate |
| :-- | --: |
| 2026-05 | 91.2% |
| 2026-06 | 93% |

**Rejected**

| Name | Rows |
| :-- | --: |

*(no data)*
`);
  });

  it('a fence is longer than any fence inside', () => {
    const doc: Doc = { ...enDoc, blocks: [{ kind: 'code', text: '```\n````x' }] };
    expect(renderMarkdown(doc)).toContain('\n`````\n```\n````x\n`````\n');
  });
});

describe('csv', () => {
  it('a Chinese report', () => {
    expect(renderCsv(zhDoc)).toBe(`部分,行,列,值
客户资料月报,统计截止,数值,2026-06-30
客户资料月报,政策,数值,default@3
总体,在册客户,数值 (户),128437
总体,在册客户,说明,"较上月 +1,204"
总体,准确率,数值 (%),93.1
总体,,注意,有 37 条信用代码不符。
资料质量 / 各维度质量,完整性,得分 (%),96.4
资料质量 / 各维度质量,准确性,得分 (%),50
资料质量 / 字段完整率,客户名称,缺失,0
资料质量 / 字段完整率,客户名称,完整率 (%),100
资料质量 / 字段完整率,联系电话,缺失,12841
资料质量 / 字段完整率,联系电话,完整率 (%),79.1
资料质量 / 字段完整率,合计,缺失,12841
资料质量 / 字段完整率,合计,完整率 (%),89.55
资料质量 / 字段完整率,,说明,"另有 1,204 行未列出"
资料质量,,说明,完整率为必填字段已填的比例。
资料质量,1,数值,steward audit verify
资料质量,沉默客户,说明,超过 3 个月没有联系。
`);
  });

  it('an English report; a table of one column is numbered', () => {
    const doc: Doc = {
      ...enDoc,
      blocks: [
        ...enDoc.blocks,
        {
          kind: 'table',
          caption: 'Names',
          columns: [{ key: 'n', label: 'Name', align: 'left' }],
          rows: [['=1+1'], ['-x']],
        },
      ],
    };
    expect(renderCsv(doc)).toBe(`section,row,column,value
Customer register / Stages by grade (customers),lead,A,10
Customer register / Stages by grade (customers),lead,B,30
Customer register / Stages by grade (customers),lead,Total,40
Customer register / Stages by grade (customers),customer,A,1000
Customer register / Stages by grade (customers),customer,B,unknown
Customer register / Stages by grade (customers),customer,Total,1000
Customer register / Completeness,2026-05,rate (%),91.2
Customer register / Completeness,2026-06,rate (%),93
Customer register / Names,1,Name,'=1+1
Customer register / Names,2,Name,'-x
`);
  });
});

describe('html', () => {
  const bodyOf = (page: string): string => page.slice(page.indexOf('<body>'));

  it('a small Chinese report, from its language to its last table', () => {
    const doc: Doc = { ...zhDoc, blocks: zhDoc.blocks.filter((block) => block.kind !== 'chart').slice(1, 5) };
    const page = renderHtml(doc);
    expect(page.slice(0, page.indexOf('<style>'))).toBe(`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>客户资料月报</title>
`);
    expect(bodyOf(page)).toBe(`<body>
<a class="skip" href="#report">跳到正文</a>
<div class="sheet">
<header>
<h1>客户资料月报</h1>
<p class="sub">2026 年 6 月</p>
<dl class="meta">
<div><dt>统计截止</dt><dd>2026-06-30</dd></div>
<div><dt>政策</dt><dd>default@3</dd></div>
</dl>
</header>
<div class="frame">
<main id="report" tabindex="-1">
<dl class="kpis k4">
<div class="kpi"><dt>在册客户</dt><dd class="v">128,437<span class="u">户</span></dd><dd class="k">较上月 +1,204</dd></div>
<div class="kpi bad"><dt>准确率</dt><dd class="v"><span class="mk" role="img" aria-label="问题">✗</span>93.1<span class="u">%</span></dd></div>
</dl>
<div class="note warn" role="note"><b>注意</b>有 37 条信用代码不符。</div>
<h2 id="b2">资料质量</h2>
<div class="scroll" role="region" tabindex="0" aria-label="字段完整率"><table class="narrow keep">
<caption>字段完整率</caption>
<thead><tr><th scope="col" class="n">字段</th><th scope="col" class="r">缺失</th><th scope="col" class="r">完整率</th></tr></thead>
<tbody>
<tr><th scope="row" class="n">客户名称</th><td class="r">0</td><td class="r">100.0%</td></tr>
<tr><th scope="row" class="n">联系电话</th><td class="r">12,841</td><td class="r bad"><span class="mk" role="img" aria-label="问题">✗</span>79.1%</td></tr>
</tbody>
<tfoot>
<tr><th scope="row" class="n">合计</th><td class="r">12,841</td><td class="r">89.5%</td></tr>
</tfoot>
</table><p class="more">另有 1,204 行未列出</p></div>
</main>
</div>
</div>
</body>
</html>
`);
  });

  it.each([zhDoc, enDoc])('is well-formed, needs nothing from outside, and every anchor has its target', (doc) => {
    const page = renderHtml(doc);
    const elements = parseMarkup(page);
    const names = new Set(elements.map((item) => item.name));
    for (const name of ['script', 'link', 'img', 'iframe', 'object', 'base', 'form']) expect(names).not.toContain(name);
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|@import|url\((?!#)/);
    const ids = elements.map((item) => item.attributes.get('id')).filter((id) => id !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
    for (const item of elements) {
      const href = item.attributes.get('href');
      if (href?.startsWith('#')) expect(ids).toContain(href.slice(1));
      expect(item.attributes.has('style')).toBe(false);
    }
    expect(elements.find((item) => item.name === 'html')?.attributes.get('lang')).toBe(doc.lang);
    expect(renderHtml(doc)).toBe(page);
  });

  it.each([zhDoc, enDoc, docOf('x')])(
    'can be read without seeing it: landmarks, headings in order, captions, scopes',
    (doc) => {
      const elements = parseMarkup(renderHtml(doc));
      const named = (name: string) => elements.filter((item) => item.name === name);
      for (const landmark of ['header', 'main']) expect(named(landmark)).toHaveLength(1);
      expect(named('a')[0]?.attributes).toEqual(new Map(Object.entries({ class: 'skip', href: '#report' })));
      expect(named('main')[0]?.attributes.get('id')).toBe('report');
      const levels = elements.flatMap(({ name }) => (/^h[1-6]$/.test(name) ? [Number(name[1])] : []));
      expect(levels[0]).toBe(levels.length > 0 ? 1 : undefined);
      for (const [at, level] of levels.entries()) expect(level - (levels[at - 1] ?? 0)).toBeLessThanOrEqual(1);
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      expect(named('caption')).toHaveLength(named('table').length);
      for (const cell of named('th')) expect(['col', 'row']).toContain(cell.attributes.get('scope'));
      for (const picture of elements.filter(({ attributes }) => attributes.get('role') === 'img'))
        expect(picture.attributes.get('aria-label')).not.toBe('');
      for (const region of elements.filter(({ attributes }) => attributes.get('role') === 'region'))
        expect(region.attributes.get('tabindex')).toBe('0');
    },
  );

  it('has a table of contents only where there is more than one section', () => {
    expect(renderHtml(zhDoc)).toContain('<nav aria-label="目录"><h2>目录</h2><ol>\n<li><a href="#b0">总体</a></li>');
    expect(renderHtml(enDoc)).not.toContain('<nav');
  });

  it('charts that follow each other stand two on a line, each with its data table', () => {
    const page = renderHtml(enDoc);
    expect(page.match(/<div class="pair">/g)).toHaveLength(1);
    expect(page.match(/<figure>/g)).toHaveLength(2);
    expect(page.match(/<details><summary>Data table<\/summary>/g)).toHaveLength(2);
    expect(page.match(/<svg /g)).toHaveLength(4);
  });

  it('a wide table is printed on its side together with its heading and the words before it', () => {
    const columns = Array.from({ length: 13 }, (_, i) => ({ key: `c${i}`, label: `列${i}`, align: 'left' as const }));
    const wide: Doc = {
      ...zhDoc,
      blocks: [
        { kind: 'paragraph', text: '前言' },
        { kind: 'heading', level: 2, text: '登记表' },
        { kind: 'paragraph', text: '按编号排列。' },
        { kind: 'table', caption: '表', columns, rows: [columns.map(() => '客户')] },
        { kind: 'paragraph', text: '之后' },
      ],
    };
    const page = bodyOf(renderHtml(wide));
    expect(page).toContain(
      '<p>前言</p>\n<div class="landscape">\n<h2 id="b1">登记表</h2>\n<p>按编号排列。</p>\n<div class="scroll many"',
    );
    expect(page).toContain('</table></div>\n</div>\n<p>之后</p>');
    const many = {
      ...wide,
      blocks: [{ kind: 'table' as const, caption: '表', columns, rows: [columns.map(() => '一个有八个汉字')] }],
    };
    expect(bodyOf(renderHtml(many))).toContain('<div class="scroll many tight"');
  });
});

describe('the rows behind a figure', () => {
  const columns = [{ key: 'a', label: 'A', align: 'left' as const }];
  const doc: Doc = {
    ...enDoc,
    meta: [['Ledger', '"</style>\\']],
    blocks: [
      { kind: 'kpis', items: [{ label: 'late', value: 2, rowsFile: 'rows/late (1).csv' }] },
      { kind: 'table', caption: 'Tab', columns, rows: [['x']], rowsFile: 'rows/逾期.csv' },
      {
        kind: 'chart',
        chart: {
          type: 'heat',
          title: 'Heat',
          labelHeading: 'h',
          labels: ['a'],
          series: [{ name: 's', values: [1] }],
          rowsFile: 'javascript:alert(1)',
        },
      },
    ],
  };

  it('are a link in HTML and Markdown, which can be no scheme, and are named for who cannot see', () => {
    const page = renderHtml(doc);
    const links = parseMarkup(page).flatMap(({ name, text, attributes }) =>
      name === 'a' && attributes.get('class') === 'rows'
        ? [[text, attributes.get('href'), attributes.get('aria-label')]]
        : [],
    );
    expect(links).toEqual([
      ['Rows', 'rows/late%20%281%29.csv', 'Rows: late'],
      ['Rows', 'rows/%E9%80%BE%E6%9C%9F.csv', 'Rows: Tab'],
      ['Rows', 'javascript%3Aalert%281%29', 'Rows: Heat'],
    ]);
    const text = renderMarkdown(doc);
    expect(text).toContain('\n\nRows: [late](rows/late%20%281%29.csv)\n');
    expect(text).toContain('**Tab** ([Rows](rows/%E9%80%BE%E6%9C%9F.csv))\n');
    expect(text).toContain('**Heat** ([Rows](javascript%3Aalert%281%29))\n');
  });

  it('are named on a terminal and in CSV', () => {
    const text = renderTerminal(doc, { width: 80, style: plain });
    expect(text).toContain('\n  Rows late: rows/late (1).csv\n');
    expect(text).toContain('\nx\n  Rows rows/逾期.csv\n');
    expect(text).toContain('\nh  s\n-  -\n'.replaceAll('-', '─'));
    expect(renderCsv(doc)).toContain(',late,Rows,rows/late (1).csv\n');
    expect(renderCsv(doc)).toContain('/ Tab,,Rows,rows/逾期.csv\n');
  });

  it('every printed page says what it is and where it comes from', () => {
    const page = renderHtml(doc);
    expect(page).toContain(
      '@page{@top-left{content:"Customer register"}@bottom-left{content:"Ledger \\22 \\3c /style\\3e \\5c "}}',
    );
    expect(parseMarkup(page).filter(({ name }) => name === 'style')).toHaveLength(1);
  });
});

describe('hostile text', () => {
  it('never reaches a reader raw, in any format', () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom('zh-CN' as const, 'en' as const), (text, lang) => {
        const doc = docOf(text, lang);
        const page = renderHtml(doc);
        for (const out of [
          page,
          renderMarkdown(doc),
          renderCsv(doc),
          renderTerminal(doc, { width: 80, style: plain }),
        ]) {
          expect(out).not.toMatch(UNSAFE);
        }
        const elements = parseMarkup(page);
        for (const item of elements) {
          expect(item.name).not.toBe('script');
          for (const name of item.attributes.keys()) expect(name).not.toMatch(/^on/);
        }
        for (const line of renderCsv(doc).split('\n').slice(1, -1)) {
          const value = line.slice(0, 2).replace('"', '');
          expect(value).not.toMatch(/^[=+\-@＝＋－＠]/);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('an escape sequence, a reversal and a tag are shown as what they are', () => {
    const doc = docOf('\u001b[31m\u202e<b>');
    expect(renderTerminal(doc, { width: 80, style: plain })).toContain('\\u{1b}[31m\\u{202e}<b>');
    expect(renderHtml(doc)).toContain('<h1>\\u{1b}[31m\\u{202e}&lt;b&gt;</h1>');
    expect(renderMarkdown(doc)).toContain('# \\\\u{1b}\\[31m\\\\u{202e}&lt;b&gt;');
    expect(renderCsv(doc)).toContain('\\u{1b}[31m\\u{202e}<b>');
  });
});
