import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AmountProblem, formatAmount, parseAmount } from '../../../src/rules/text/amount.js';

const yuan = (n: number): bigint => BigInt(Math.round(n * 100));

describe('parseAmount', () => {
  test.each<[raw: string, yuan: number, currency?: string]>([
    ['500000', 500000],
    ['0', 0],
    ['0.5', 0.5],
    ['500000.00', 500000],
    ['499999.99', 499999.99],
    ['499,999.99', 499999.99],
    ['500,000', 500000],
    ['50,0000', 500000],
    ['1,234,567.8', 1234567.8],
    ['50万', 500000],
    ['50万元', 500000],
    ['50 万元', 500000],
    ['５０万', 500000],
    ['５００，０００．００', 500000],
    ['12.5万', 125000],
    ['0.8万', 8000],
    ['50.12345万', 501234.5],
    ['1.2亿', 120000000],
    ['1.2亿元', 120000000],
    ['1亿2000万', 120000000],
    ['3千', 3000],
    ['5千万', 50000000],
    ['50w', 500000],
    ['50W', 500000],
    ['5k', 5000],
    ['¥500000.00', 500000],
    ['￥500,000', 500000],
    ['¥50万', 500000],
    ['RMB 500000', 500000],
    ['rmb500,000元', 500000],
    ['CNY 500000.00', 500000],
    ['人民币50万元', 500000],
    ['50万元人民币', 500000],
    ['50万（人民币）', 500000],
    ['50（万元）', 500000],
    ['50(万)', 500000],
    ['50万元(含税)', 500000],
    ['50万/年', 500000],
    ['50万元/年', 500000],
    ['每年50万', 500000],
    ['500元', 500],
    ['500块', 500],
    ['0元', 0],
    ['五十万', 500000],
    ['五十万元', 500000],
    ['一百二十万元', 1200000],
    ['两百万', 2000000],
    ['壹拾万元整', 100000],
    ['伍拾万圆整', 500000],
    ['人民币壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分', 1234567.89],
    ['叁佰元零伍分', 300.05],
    ['12元5角', 12.5],
    ['伍拾万元整（¥500,000.00）', 500000],
    ['500000(伍拾万元)', 500000],
    ['USD 10000', 10000, 'USD'],
    ['$10,000.00', 10000, 'USD'],
    ['US$10000', 10000, 'USD'],
    ['10000美元', 10000, 'USD'],
    ['10万美元', 100000, 'USD'],
    ['10000 USD', 10000, 'USD'],
    ['HK$ 8,000', 8000, 'HKD'],
    ['8000港币', 8000, 'HKD'],
    ['€5000', 5000, 'EUR'],
    ['100万日元', 1000000, 'JPY'],
  ])('%j is exactly %d', (raw, n, currency = 'CNY') => {
    expect(parseAmount(raw)).toEqual({ ok: true, fen: yuan(n), approx: false, currency, range: null });
  });

  test.each<[raw: string, yuan: number]>([
    ['约50万', 500000],
    ['大约50万元', 500000],
    ['50万左右', 500000],
    ['约50万左右', 500000],
    ['近50万', 500000],
    ['10万以上', 100000],
    ['10万元及以上', 100000],
    ['10万+', 100000],
    ['50W+', 500000],
    ['10万起', 100000],
    ['超过10万', 100000],
    ['不低于10万', 100000],
    ['≥50万', 500000],
    ['>50万', 500000],
    ['~50万', 500000],
    ['50多万', 500000],
    ['五十余万元', 500000],
    ['预估50万/年', 500000],
  ])('%j is about %d', (raw, n) => {
    expect(parseAmount(raw)).toEqual({ ok: true, fen: yuan(n), approx: true, currency: 'CNY', range: null });
  });

  test.each<[raw: string, low: number, high: number, currency?: string]>([
    ['50-100万', 500000, 1000000],
    ['50万-100万', 500000, 1000000],
    ['50~100万元', 500000, 1000000],
    ['50～100万', 500000, 1000000],
    ['50—100万', 500000, 1000000],
    ['50至100万元', 500000, 1000000],
    ['50万到100万', 500000, 1000000],
    ['约50-100万', 500000, 1000000],
    ['5000-1万', 5000, 10000],
    ['5000-8000', 5000, 8000],
    ['100,000-500,000', 100000, 500000],
    ['¥10万-¥20万', 100000, 200000],
    ['USD 1000-2000', 1000, 2000, 'USD'],
    ['50万以下', 0, 500000],
    ['50万以内', 0, 500000],
    ['不超过50万', 0, 500000],
    ['不到50万元', 0, 500000],
    ['<10万', 0, 100000],
  ])('%j is from %d to %d', (raw, low, high, currency = 'CNY') => {
    expect(parseAmount(raw)).toEqual({
      ok: true,
      fen: yuan(low),
      approx: true,
      currency,
      range: [yuan(low), yuan(high)],
    });
  });

  test.each<[raw: string, problem: AmountProblem]>([
    ['', 'empty'],
    ['  　', 'empty'],
    ['未定', 'unknown'],
    ['面议', 'unknown'],
    ['待定', 'unknown'],
    ['暂无', 'unknown'],
    ['N/A', 'unknown'],
    ['-', 'unknown'],
    ['——', 'unknown'],
    ['？', 'unknown'],
    ['5E+05', 'scientific'],
    ['5.0e5', 'scientific'],
    ['1.2E+08', 'scientific'],
    ['-500', 'negative'],
    ['−500', 'negative'],
    ['负50万', 'negative'],
    ['¥-500', 'negative'],
    ['-¥500', 'negative'],
    ['(500.00)', 'negative'],
    ['（5,000）', 'negative'],
    ['约-50万', 'negative'],
    ['100-50万-80万', 'format'],
    ['100万-50万', 'format'],
    ['50万-', 'format'],
    ['三万五', 'format'],
    ['百万', 'format'],
    ['0.005', 'format'],
    ['499999.98999999999', 'format'],
    ['1,00', 'format'],
    ['1.000,50', 'format'],
    ['5万/月', 'format'],
    ['每月5万', 'format'],
    ['50万元(2024年)', 'format'],
    ['伍拾万元整（¥600,000.00）', 'format'],
    ['人民币50万美元', 'format'],
    ['大额', 'format'],
    ['1.5M', 'format'],
    ['13800138000转8001', 'format'],
    ['万元', 'format'],
    ['#VALUE!', 'format'],
    ['五万元和六万元', 'format'],
  ])('%j is no amount: %s', (raw, problem) => {
    expect(parseAmount(raw)).toEqual({ ok: false, problem });
  });

  test('[S4-10] the edges of the value bands are exact', () => {
    const band = (raw: string): string => {
      const parsed = parseAmount(raw);
      if (!parsed.ok) return '未定';
      return parsed.fen >= yuan(500000) ? 'H' : parsed.fen >= yuan(100000) ? 'M' : 'L';
    };
    expect(['499,999.99', '500,000', '50万', '100,000', '99,999.99', '9.999999万', ''].map(band)).toEqual([
      'M',
      'H',
      'H',
      'M',
      'L',
      'L',
      '未定',
    ]);
  });

  test('reads the common forms as the full grammar does', () => {
    const whole = fc.oneof(
      fc.nat(9_999_999_999_999).map(String),
      fc.nat(999_999_999).map((n) => String(n).replace(/\B(?=(\d{3})+$)/g, ',')),
    );
    const fraction = fc.oneof(
      fc.constant(''),
      fc.nat(99_999).map((n) => `.${n}`),
    );
    fc.assert(
      fc.property(whole, fraction, fc.constantFrom('', '元', '万', '万元'), (w, f, unit) => {
        expect(parseAmount(`${w}${f}${unit}`)).toEqual(parseAmount(` ${w}${f}${unit}`));
      }),
      { numRuns: 500 },
    );
  });

  test('never throws, and what it reads is not negative', () => {
    const piece = fc.constantFrom(
      '5',
      '0',
      '50',
      '万',
      '亿',
      '元',
      ',',
      '.',
      '-',
      '~',
      '约',
      '以上',
      '以下',
      '¥',
      '$',
      'USD',
      '(',
      ')',
      '五',
      '十',
      '角',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 8 }).map((p) => p.join('')),
    );
    fc.assert(
      fc.property(text, (raw) => {
        const parsed = parseAmount(raw);
        if (!parsed.ok) return;
        expect(parsed.fen >= 0n).toBe(true);
        if (parsed.range)
          expect(parsed.range[0] === parsed.fen && parsed.range[1] >= parsed.fen && parsed.approx).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('formatAmount', () => {
  test.each<[fen: bigint, text: string]>([
    [0n, '0.00'],
    [5n, '0.05'],
    [50n, '0.50'],
    [50000000n, '500000.00'],
    [49999999n, '499999.99'],
    [-5n, '-0.05'],
    [123456789012345678901n, '1234567890123456789.01'],
  ])('%s fen is %s', (fen, text) => {
    expect(formatAmount(fen)).toBe(text);
  });

  test('and parseAmount undo each other', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), (fen) => {
        expect(parseAmount(formatAmount(fen))).toEqual({ ok: true, fen, approx: false, currency: 'CNY', range: null });
      }),
    );
  });

  test('an amount in 万 is the same amount in 元', () => {
    fc.assert(
      fc.property(fc.nat(999_999), fc.nat(9999), (wan, rest) => {
        const inWan = parseAmount(`${wan}.${String(rest).padStart(4, '0')}万`);
        expect(inWan).toEqual(parseAmount(String(wan * 10_000 + rest)));
      }),
    );
  });
});
